'use client';

import { Alert } from '#components/ui/index.ts';
import { useMayEdit } from './hooks.ts';

/** Why a button cannot be pressed by a viewer. */
export const READ_ONLY = 'Your role may read. Ask an owner or editor of the account to do this.';

/** Stands above a page for those who may only read it. */
export function ReadOnlyNote({ siteId }: { siteId: string }) {
  return useMayEdit(siteId) ? null : <Alert>{READ_ONLY}</Alert>;
}

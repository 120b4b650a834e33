import type { Page } from '@playwright/test';
import { ask } from './workspace.ts';

interface Listed {
  data: { id: string; name?: string; displayName?: string }[];
}

/** The id of the first entry of an API list that the page's person may read. */
export async function firstId(page: Page, path: string): Promise<string> {
  const [first] = (await ask<Listed>(page, path)).body.data;
  if (!first) throw new Error(`${path} is empty`);
  return first.id;
}

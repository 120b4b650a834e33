'use client';

import type { ReactNode } from 'react';
import { AiButton } from '#components/runs/index.ts';
import { READ_ONLY } from './read-only.tsx';

interface Props {
  siteId: string;
  operation: Parameters<typeof AiButton>[0]['operation'];
  label: string;
  work: { mayEdit: boolean; ids: string[]; stepDone: () => void };
  input: (ids: string[]) => Record<string, unknown>;
  /** Says what to select first. */
  ask: string;
  /** A choice that belongs to the step, beside its button. */
  beside?: ReactNode;
}

/** The AI step over the selected rows, its price beside it. */
export function StepButton({ siteId, operation, label, work, input, ask, beside }: Props) {
  return (
    <AiButton
      operation={operation}
      siteId={siteId}
      label={label}
      input={work.mayEdit && work.ids.length > 0 ? input(work.ids) : null}
      emptyReason={work.mayEdit ? ask : READ_ONLY}
      beside={beside}
      onDone={work.stepDone}
    />
  );
}

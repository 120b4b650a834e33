import type { runStatus } from '../../db/schema/runs.ts';

export type RunStatus = (typeof runStatus.enumValues)[number];

/** From what a run may become what; the database holds to the same table (run_may_become). */
const WAYS: Record<RunStatus, readonly RunStatus[]> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['queued', 'waiting', 'succeeded', 'partly_succeeded', 'failed', 'cancelled'],
  waiting: ['queued', 'cancelled', 'failed', 'partly_succeeded'],
  failed: ['queued'],
  partly_succeeded: ['queued'],
  succeeded: [],
  cancelled: [],
};

/** Whether a run may go from one status to another; staying is allowed. Pure. */
export const mayBecome = (was: RunStatus, becomes: RunStatus): boolean =>
  was === becomes || WAYS[was].includes(becomes);

/** Over for now: nothing goes on without somebody asking. */
export const isEnded = (status: RunStatus): boolean =>
  status === 'succeeded' || status === 'partly_succeeded' || status === 'failed' || status === 'cancelled';

export interface StepEnd {
  state: 'pending' | 'running' | 'done' | 'failed' | 'cancelled';
  errorCode: string | null;
  errorMessage: string | null;
}

/** What a run that has nothing left to do has become, with the words for it. Null while something is left. Pure. */
export function outcome(steps: readonly StepEnd[]): {
  status: 'succeeded' | 'partly_succeeded' | 'failed';
  errorCode: string | null;
  errorMessage: string | null;
} | null {
  if (steps.some((step) => step.state === 'pending' || step.state === 'running')) return null;
  const failed = steps.filter((step) => step.state === 'failed');
  const [first] = failed;
  if (!first) return { status: 'succeeded', errorCode: null, errorMessage: null };
  if (failed.length === steps.length)
    return { status: 'failed', errorCode: first.errorCode, errorMessage: first.errorMessage };
  return {
    status: 'partly_succeeded',
    errorCode: first.errorCode,
    errorMessage: `${failed.length} of ${steps.length} failed. ${first.errorMessage ?? ''}`.trim(),
  };
}

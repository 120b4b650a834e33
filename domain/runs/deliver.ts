import type { StepResult } from '../../db/schema/runs.ts';
import { type Context, inTransaction } from '../context.ts';
import { finishStep } from './ledger.ts';
import type { StepRow, Turn } from './turn.ts';

const TRIES = 4;
/** Two results met on the same rows: a name taken at the same moment, a deadlock, a serialization failure. Again, they pass one another. */
const MET = new Set(['23505', '40P01', '40001']);

/** PostgreSQL's code of an error, also within the wrapping of the query builder. */
export function databaseCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? String(error.code) : databaseCode(error.cause);
}

/** Stores what a step made and pays for it, in one transaction: both or neither. Done again when it only met another on its way. */
export async function deliver(
  turn: Turn,
  step: StepRow,
  store: (tx: Context) => Promise<StepResult>,
  outcome: string,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await inTransaction(turn.ctx, async (tx) => {
        const result = await store(tx);
        await finishStep(tx, { runId: turn.run.id, fence: turn.fence, stepId: step.id }, result, outcome);
      });
      return;
    } catch (error) {
      if (tries === TRIES || !MET.has(databaseCode(error) ?? '')) throw error;
    }
  }
}

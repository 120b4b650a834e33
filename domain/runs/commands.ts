import { and, eq, inArray } from 'drizzle-orm';
import { callFunction } from '#db/call.ts';
import { attempts, runSteps, runs } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction, requireRole } from '../context.ts';
import { DomainError, invalidField, notFound } from '../errors.ts';
import { enqueue } from './queue.ts';
import type { RunRow } from './start.ts';
import { isEnded, mayBecome } from './state.ts';

/** The run, its row locked, if it exists for the actor and their role suffices. */
async function lockRun(tx: Context, runId: string): Promise<RunRow> {
  const [run] = await tx.db.select().from(runs).where(eq(runs.id, runId)).for('no key update');
  if (!run) throw notFound('run');
  requireRole(tx, run.accountId, 'editor', 'run');
  return run;
}

const touched = (tx: Context, run: RunRow) => ({ updatedAt: tx.clock.now(), version: run.version + 1 });
const audit = (tx: Context, run: RunRow, action: string, after: Record<string, unknown>) =>
  recordAudit(tx, {
    action,
    object: { type: 'run', id: run.id, label: run.operation },
    accountId: run.accountId,
    before: { status: run.status },
    after,
  });

/**
 * Cancels a run at any stage: nothing more is called, every hold goes back, what is done stays done and paid. A call under way
 * is given up: its answer, should it come, is refused, and nobody pays for it. Cancelling an ended run changes nothing.
 */
export async function cancelRun(ctx: Context, runId: string): Promise<RunRow> {
  return inTransaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (isEnded(run.status)) return run;
    const open = await tx.db
      .select({ id: attempts.id })
      .from(attempts)
      .where(and(eq(attempts.runId, runId), inArray(attempts.state, ['sent', 'answered', 'unknown'])));
    const now = tx.clock.now();
    for (const { id } of open)
      await callFunction(tx.db, 'run_void_attempt', [
        id,
        'the run was cancelled',
        'cancelled',
        'cancelled',
        'The run was cancelled.',
        null,
        null,
        now,
      ]);
    await tx.db
      .update(runSteps)
      .set({ state: 'cancelled', finishedAt: now })
      .where(and(eq(runSteps.runId, runId), inArray(runSteps.state, ['pending', 'running'])));
    const [cancelled] = await tx.db
      .update(runs)
      .set({
        status: 'cancelled',
        stage: null,
        waitingFor: null,
        needed: null,
        resumeAt: null,
        leaseOwner: null,
        leaseUntil: null,
        fence: run.fence + 1,
        finishedAt: now,
        ...touched(tx, run),
      })
      .where(eq(runs.id, runId))
      .returning();
    await audit(tx, run, 'run.cancelled', { status: 'cancelled' });
    return cancelled!;
  });
}

/** Lets a run that stopped at its ceiling go on up to a higher one. Throws invalid_state for any other run. */
export async function continueRun(ctx: Context, runId: string, ceiling: number): Promise<RunRow> {
  return inTransaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (run.status !== 'waiting' || run.waitingFor !== 'ceiling')
      throw new DomainError('invalid_state', 'This run does not wait for a higher ceiling.');
    if (ceiling < (run.needed ?? 0) || ceiling <= run.ceiling)
      throw invalidField(
        'ceiling',
        `To go on it takes a ceiling of at least ${Math.max(run.needed ?? 0, run.ceiling + 1)} credits.`,
      );
    const [continued] = await tx.db
      .update(runs)
      .set({
        status: 'queued',
        ceiling,
        waitingFor: null,
        needed: null,
        errorCode: null,
        errorMessage: null,
        ...touched(tx, run),
      })
      .where(eq(runs.id, runId))
      .returning();
    await audit(tx, run, 'run.continued', { status: 'queued', ceiling });
    await enqueue(tx, runId);
    return continued!;
  });
}

/** Tries again what failed, and only that; what is done is neither called nor paid again. Throws invalid_state where nothing failed. */
export async function retryFailed(ctx: Context, runId: string): Promise<RunRow> {
  return inTransaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (!isEnded(run.status) || !mayBecome(run.status, 'queued'))
      throw new DomainError('invalid_state', 'Only a run that failed, wholly or partly, can be tried again.');
    await tx.db
      .update(runSteps)
      .set({ state: 'pending', errorCode: null, errorMessage: null, finishedAt: null, troubledSince: null })
      .where(and(eq(runSteps.runId, runId), eq(runSteps.state, 'failed')));
    const [again] = await tx.db
      .update(runs)
      .set({
        status: 'queued',
        failed: 0,
        finishedAt: null,
        errorCode: null,
        errorMessage: null,
        ...touched(tx, run),
      })
      .where(eq(runs.id, runId))
      .returning();
    await audit(tx, run, 'run.retried', { status: 'queued' });
    await enqueue(tx, runId);
    return again!;
  });
}

import { and, eq, inArray } from 'drizzle-orm';
import { callFunction } from '#db/call.ts';
import { runSteps, runs } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { operationNamed, siteProfile } from '../operations/index.ts';
import type { Engine } from './engine.ts';
import { Halt, type HaltReason, StepFailure } from './halt.ts';
import { enqueue } from './queue.ts';
import { outcome } from './state.ts';
import { doStep } from './step.ts';
import { tellOfEnd } from './tell.ts';
import type { StepRow, Turn } from './turn.ts';

const TELL_EVERY_MS = 250;

/** What a turn came to: `not_mine` when somebody else has the run or it needs nobody. */
export type TurnEnd = 'ended' | 'waiting' | 'released' | 'lost' | 'not_mine';

export interface TurnSignals {
  /** The process is to end: no new call, then the run is released to the next worker. */
  stopping: AbortSignal;
  /** Hands out what to call when the run is cancelled elsewhere; returns how to take it back. */
  onCancel?(runId: string, cancel: () => void): () => void;
}

/**
 * Takes a run up and does all of it that can be done now. Safe to call for any run at any time by any number of workers: one gets
 * it, the others get `not_mine`; a worker that has lost it can write nothing more.
 */
export async function executeRun(
  engine: Engine,
  runId: string,
  { stopping, onCancel }: TurnSignals,
): Promise<TurnEnd> {
  const [claimed] = await callFunction<{ id: string; fence: number }>(engine.ctx.db, 'run_claim', [
    runId,
    engine.name,
    engine.settings.leaseMs,
    engine.ctx.clock.now(),
  ]);
  if (!claimed) return 'not_mine';
  const losing = new AbortController();
  const forget = onCancel?.(runId, () => losing.abort());
  const renewing = renew(engine, runId, claimed.fence, losing);
  let dirty = false;
  const telling = setInterval(() => {
    if (!dirty) return;
    dirty = false;
    callFunction(engine.ctx.db, 'run_announce', [runId, engine.ctx.clock.now()]).catch((error: unknown) =>
      engine.log.warn({ run: runId, err: error }, 'progress could not be told'),
    );
  }, TELL_EVERY_MS);
  try {
    const turn = await openTurn(engine, runId, claimed.fence, stopping, losing.signal, () => {
      dirty = true;
    });
    const reason = await workThrough(turn);
    return await leave(turn, reason);
  } finally {
    clearInterval(telling);
    renewing.stop();
    forget?.();
  }
}

function renew(engine: Engine, runId: string, fence: number, losing: AbortController): { stop(): void } {
  const every = Math.max(50, Math.floor(engine.settings.leaseMs / 3));
  const timer = setInterval(() => {
    callFunction<{ run_renew: boolean | null }>(engine.ctx.db, 'run_renew', [
      runId,
      fence,
      engine.settings.leaseMs,
    ]).then(
      (rows) => rows[0]?.run_renew || losing.abort(),
      (error: unknown) => engine.log.warn({ run: runId, err: error }, 'a lease could not be renewed'),
    );
  }, every);
  return { stop: () => clearInterval(timer) };
}

async function openTurn(
  engine: Engine,
  runId: string,
  fence: number,
  stopping: AbortSignal,
  lost: AbortSignal,
  moved: () => void,
): Promise<Turn> {
  const [run] = await inTransaction(engine.ctx, ({ db }) => db.select().from(runs).where(eq(runs.id, runId)));
  if (!run) throw new Error(`run ${runId} is gone`);
  const operation = operationNamed(run.operation);
  const ctx: Context = {
    ...engine.ctx,
    actor: { kind: 'system', label: run.startedByLabel },
    requestId: `run:${run.id}`,
  };
  const site = await siteProfile(ctx, run.siteId);
  await inTransaction(ctx, ({ db }) =>
    db
      .update(runs)
      .set({ stage: operation.stage, updatedAt: ctx.clock.now() })
      .where(and(eq(runs.id, runId), eq(runs.fence, fence))),
  );
  return { engine, ctx, run, fence, operation, site, stopping, lost, moved };
}

/** Works on the steps that are left, several at a time. Answers why the turn ends early, or null when every step has had its chance. */
async function workThrough(turn: Turn): Promise<HaltReason | null> {
  const waiting = await stepsLeft(turn);
  let halt: HaltReason | null = null;
  let unknown = 0;
  const worker = async () => {
    for (let step = waiting.shift(); step && !halt; step = waiting.shift()) {
      try {
        if ((await doStep(turn, step)) === 'unknown') unknown += 1;
      } catch (error) {
        halt = (await afterError(turn, step, error)) ?? halt;
      }
      turn.moved();
    }
  };
  await Promise.all(Array.from({ length: Math.min(turn.operation.concurrency, waiting.length) }, worker));
  if (halt) return halt;
  if (unknown === 0) return null;
  return {
    kind: 'wait',
    for: 'answer',
    afterMs: turn.engine.settings.comeBackMs,
    message: 'The answer of the provider was lost on the way and is being looked for.',
  };
}

const stepsLeft = (turn: Turn): Promise<StepRow[]> =>
  inTransaction(turn.ctx, ({ db }) =>
    db
      .select()
      .from(runSteps)
      .where(and(eq(runSteps.runId, turn.run.id), inArray(runSteps.state, ['pending', 'running'])))
      .orderBy(runSteps.position),
  );

async function afterError(turn: Turn, step: StepRow, error: unknown): Promise<HaltReason | null> {
  if (error instanceof Halt) return error.reason;
  if (!(error instanceof StepFailure)) throw error;
  const now = turn.ctx.clock.now();
  await callFunction(turn.ctx.db, 'run_fail_step', [
    turn.run.id,
    turn.fence,
    step.id,
    error.code,
    error.message,
    now,
  ]);
  if (error.endsRun)
    await callFunction(turn.ctx.db, 'run_fail_rest', [
      turn.run.id,
      turn.fence,
      error.code,
      error.message,
      now,
    ]);
  return error.endsRun ? { kind: 'over' } : null;
}

/** Writes down how the turn ended. */
async function leave(turn: Turn, reason: HaltReason | null): Promise<TurnEnd> {
  const { ctx, run, engine } = turn;
  const now = ctx.clock.now();
  const write = async (
    tx: Context,
    status: string,
    more: {
      waitingFor?: string;
      needed?: number;
      resumeAt?: Date;
      code?: string | null;
      message?: string | null;
    } = {},
  ) => {
    const parameters = [
      run.id,
      turn.fence,
      status,
      more.waitingFor,
      more.needed,
      more.resumeAt,
      more.code,
      more.message,
      now,
    ];
    const [row] = await callFunction<{ run_leave: boolean | null }>(tx.db, 'run_leave', parameters);
    return row?.run_leave === true;
  };
  if (reason?.kind === 'lost') return 'lost';
  if (reason?.kind === 'stopping') {
    const released = await inTransaction(ctx, async (tx) => {
      if (!(await write(tx, 'queued'))) return false;
      await enqueue(tx, run.id);
      return true;
    });
    return released ? 'released' : 'lost';
  }
  const steps = await inTransaction(ctx, ({ db }) =>
    db.select().from(runSteps).where(eq(runSteps.runId, run.id)).orderBy(runSteps.position),
  );
  const end = outcome(steps);
  if (end) {
    const left = await inTransaction(ctx, async (tx) => {
      const ended = await write(tx, end.status, { code: end.errorCode, message: end.errorMessage });
      if (ended) await tellOfEnd(tx, turn, end);
      return ended;
    });
    if (left) engine.log.info({ run: run.id, status: end.status }, 'run ended');
    return left ? 'ended' : 'lost';
  }
  const wait =
    reason?.kind === 'wait'
      ? reason
      : {
          kind: 'wait' as const,
          for: 'provider' as const,
          afterMs: 0,
          message: 'Work is left over.',
          needed: undefined,
        };
  const left = await write(ctx, 'waiting', {
    waitingFor: wait.for,
    ...(wait.needed === undefined ? {} : { needed: wait.needed }),
    ...(wait.afterMs === undefined ? {} : { resumeAt: new Date(now.getTime() + wait.afterMs) }),
    code: `waiting_for_${wait.for}`,
    message: wait.message,
  });
  return left ? 'waiting' : 'lost';
}

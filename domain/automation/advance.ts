import { and, eq, inArray, isNull } from 'drizzle-orm';
import { automationRuns, automationStageRuns, runs } from '../../db/schema/index.ts';
import { sendIdeas } from '../content/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { quoteOperation } from '../operations/index.ts';
import { cancelRun, isEnded, startRun } from '../runs/index.ts';
import { pendingItems } from './pending.ts';
import { type AutomationRunRow, itemsOf, type StageRunRow, stageRunsOf } from './queries.ts';
import { currentStage, inputOf, STAGE_OPERATION, type Stage } from './stages.ts';
import { tellOfAutomation } from './tell.ts';

type Status = AutomationRunRow['status'];
/** What an automation run does next: goes on at once, or stands where it is with a status and a reason. */
type Step = 'on' | { status: Status; reason: string | null };

const on = 'on' as const;
const AT_WORK: Step = { status: 'running', reason: null };

/**
 * Takes one go as far as it can get now, in one transaction under its row's lock; another scheduler that holds the lock is left
 * to it. Each stage is one run of its operation, started under a key of its own, so that neither a crash nor a second scheduler
 * starts it twice. Call as the system, again and again; it does nothing while nothing has changed.
 */
export function advanceAutomation(ctx: Context, automationRunId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const [run] = await tx.db
      .select()
      .from(automationRuns)
      .where(and(eq(automationRuns.id, automationRunId), isNull(automationRuns.finishedAt)))
      .for('update', { skipLocked: true });
    if (!run || run.status === 'paused') return;
    for (;;) {
      const stages = await stageRunsOf(tx, run.id);
      const current = currentStage(stages);
      if (!current) return stand(tx, run, null, endOf(stages));
      if (current.waiting)
        return stand(tx, run, current.stage, {
          status: 'waiting_for_approval',
          reason: 'Look at what this stage made, then let it go on.',
        });
      const row = stages.find((entry) => entry.stage === current.stage);
      if (!row) throw new Error('a stage without its row');
      const step = row.startedAt ? await follow(tx, run, row) : await begin(tx, run, row);
      if (step !== on) return stand(tx, run, current.stage, step);
    }
  });
}

function endOf(stages: readonly StageRunRow[]): Step {
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  return failed > 0
    ? { status: 'partly_succeeded', reason: `${failed} ${failed === 1 ? 'item' : 'items'} failed.` }
    : { status: 'succeeded', reason: null };
}

const ENDS: readonly Status[] = ['succeeded', 'partly_succeeded', 'failed', 'stopped_at_budget'];

async function stand(tx: Context, run: AutomationRunRow, stage: Stage | null, step: Step): Promise<void> {
  if (step === on) return;
  const { status, reason } = step;
  if (run.status === status && run.stage === stage && run.reason === reason) return;
  const finishedAt = ENDS.includes(status) ? tx.clock.now() : null;
  await tx.db
    .update(automationRuns)
    .set({ status, stage, reason, finishedAt, version: run.version + 1 })
    .where(eq(automationRuns.id, run.id));
  if (run.status !== status)
    await tellOfAutomation(tx, run, {
      ...step,
      credits: await spentBy(tx, run.id),
      stages: await stageRunsOf(tx, run.id),
    });
}

/** Takes up what waits for the stage, and starts its run if credits and budget allow; before that nothing is written. */
async function begin(tx: Context, run: AutomationRunRow, row: StageRunRow): Promise<Step> {
  const items = await pendingItems(tx, run.siteId, row.stage, row.maxItems);
  if (items.length === 0) return finish(tx, row, [], 0, 0);
  const operation = STAGE_OPERATION[row.stage];
  if (!operation) {
    await sendIdeas(tx, { siteId: run.siteId, ids: items });
    return finish(tx, row, items, items.length, 0);
  }
  const left = run.ceiling - (await spentBy(tx, run.id));
  const input = inputOf(row.stage, items);
  try {
    const quote = await quoteOperation(tx, { operation, siteId: run.siteId, input });
    if (quote.min > left)
      return {
        status: 'stopped_at_budget',
        reason: `The next stage costs at least ${quote.min} credits; the budget has ${left} left.`,
      };
    if (!quote.enough)
      return {
        status: 'waiting_for_credits',
        reason: `The next stage needs ${quote.needed} credits; ${quote.available} are available. It goes on by itself after a top-up.`,
      };
    await startRun(tx, {
      siteId: run.siteId,
      operation,
      input,
      trigger: run.trigger,
      idempotencyKey: `automation-${run.id}-${row.stage}`,
      ceiling: left,
      automationRunId: run.id,
    });
  } catch (error) {
    if (error instanceof DomainError) return refused(error);
    throw error;
  }
  await tx.db.update(automationStageRuns).set({ items, startedAt: tx.clock.now() }).where(keyOf(row));
  return AT_WORK;
}

function refused(error: DomainError): Step {
  if (error.code === 'insufficient_credits')
    return { status: 'waiting_for_credits', reason: `${error.message} It goes on by itself after a top-up.` };
  return { status: 'failed', reason: error.message };
}

/** Looks at the stage's run: still at work, held up, or ended. */
async function follow(tx: Context, run: AutomationRunRow, row: StageRunRow): Promise<Step> {
  const [stageRun] = await tx.db
    .select()
    .from(runs)
    .where(and(eq(runs.automationRunId, run.id), eq(runs.operation, STAGE_OPERATION[row.stage] ?? '')));
  if (!stageRun) throw new Error('a started stage without its run');
  const { done, failed } = (await itemsOf(tx, run.id)).get(stageRun.id) ?? { done: 0, failed: 0 };
  if (stageRun.status === 'waiting' && stageRun.waitingFor === 'ceiling') {
    await cancelRun(tx, stageRun.id);
    await finish(tx, row, row.items ?? [], done, failed);
    return {
      status: 'stopped_at_budget',
      reason: `The next call could pass the budget of ${run.ceiling} credits.`,
    };
  }
  if (stageRun.status === 'waiting' && stageRun.waitingFor === 'credits') {
    return {
      status: 'waiting_for_credits',
      reason: `The next call needs ${stageRun.needed ?? 0} credits. It goes on by itself after a top-up.`,
    };
  }
  if (!isEnded(stageRun.status)) return AT_WORK;
  if (stageRun.status === 'cancelled') return { status: 'failed', reason: 'The stage’s run was cancelled.' };
  if (stageRun.done === 0)
    return { status: 'failed', reason: stageRun.errorMessage ?? 'Nothing of this stage worked.' };
  return finish(tx, row, row.items ?? [], done, failed);
}

async function finish(
  tx: Context,
  row: StageRunRow,
  items: unknown[],
  done: number,
  failed: number,
): Promise<typeof on> {
  const now = tx.clock.now();
  await tx.db
    .update(automationStageRuns)
    .set({ items, done, failed, startedAt: row.startedAt ?? now, finishedAt: now })
    .where(keyOf(row));
  return on;
}

const keyOf = (row: StageRunRow) =>
  and(eq(automationStageRuns.automationRunId, row.automationRunId), eq(automationStageRuns.stage, row.stage));

/** Credits that the runs of an automation run have been charged so far. */
export async function spentBy(ctx: Context, automationRunId: string): Promise<number> {
  const made = await ctx.db
    .select({ credits: runs.creditsCharged })
    .from(runs)
    .where(eq(runs.automationRunId, automationRunId));
  return made.reduce((sum, run) => sum + run.credits, 0);
}

/** Every go that is not over and that time or events may move on; those that wait for a person stay out. */
export async function openAutomations(ctx: Context): Promise<string[]> {
  return inTransaction(ctx, async ({ db }) => {
    const open = await db
      .select({ id: automationRuns.id })
      .from(automationRuns)
      .where(
        and(
          isNull(automationRuns.finishedAt),
          inArray(automationRuns.status, ['running', 'waiting_for_credits']),
        ),
      );
    return open.map((row) => row.id);
  });
}

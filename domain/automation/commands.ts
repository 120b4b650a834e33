import { and, eq, isNull } from 'drizzle-orm';
import { automationRuns, automationStageRuns, automationStages, automations } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { actorUserId, type Context, inTransaction } from '../context.ts';
import { DomainError, invalidField, notFound, staleVersion } from '../errors.ts';
import {
  type AutomationRow,
  type AutomationRunRow,
  getAutomation,
  planOf,
  siteFor,
  spentThisMonth,
  stageRunsOf,
  viewOf,
} from './queries.ts';
import { assertRareEnough, nextTime } from './schedule.ts';
import type { AutomationRunView, AutomationView, UpdateAutomation } from './schema.ts';
import { currentStage } from './stages.ts';

const OPEN = ['running', 'waiting_for_approval', 'waiting_for_credits', 'paused'] as const;

/** Changes stages, schedule or budgets. 412 for a stale version (0: never saved), 422 for a schedule that cannot be read. */
export async function updateAutomation(
  ctx: Context,
  input: UpdateAutomation & { siteId: string; expectedVersion: number },
): Promise<AutomationView> {
  await inTransaction(ctx, async (inner) => {
    const site = await siteFor(inner, input.siteId, 'editor');
    const now = inner.clock.now();
    await inner.db
      .insert(automations)
      .values({ siteId: site.id, accountId: site.accountId, updatedAt: now, version: 0 })
      .onConflictDoNothing();
    const [row] = await inner.db
      .select()
      .from(automations)
      .where(eq(automations.siteId, site.id))
      .for('update');
    if (!row) throw notFound('site');
    if (row.version !== input.expectedVersion) {
      throw staleVersion('automation', row.version);
    }
    const before = { ...settingsOf(row), stages: await planOf(inner, site.id) };
    const settings = newSettings(row, input, site.timeZone, now);
    await inner.db
      .update(automations)
      .set({ ...settings, updatedAt: now, version: row.version + 1 })
      .where(eq(automations.siteId, site.id));
    for (const stage of input.stages ?? []) {
      const { stage: name, ...values } = stage;
      await inner.db
        .insert(automationStages)
        .values({ siteId: site.id, accountId: site.accountId, stage: name, ...values })
        .onConflictDoUpdate({ target: [automationStages.siteId, automationStages.stage], set: values });
    }
    await recordAudit(inner, {
      action: 'automation.changed',
      object: { type: 'automation', id: site.id, label: site.name },
      accountId: site.accountId,
      before,
      after: { ...settings, stages: await planOf(inner, site.id) },
    });
  });
  return getAutomation(ctx, input.siteId);
}

const settingsOf = ({
  cron,
  scheduleEnabled,
  pausedAt,
  nextDueAt,
  budgetPerRun,
  budgetPerMonth,
}: AutomationRow) => ({
  cron,
  scheduleEnabled,
  pausedAt,
  nextDueAt,
  budgetPerRun,
  budgetPerMonth,
});

function newSettings(row: AutomationRow, input: UpdateAutomation, timeZone: string, now: Date) {
  const cron = input.cron === undefined ? row.cron : input.cron;
  const scheduleEnabled = input.scheduleEnabled ?? row.scheduleEnabled;
  if (cron && cron !== row.cron) assertRareEnough(cron, timeZone, now);
  if (scheduleEnabled && !cron) throw invalidField('cron', 'Give the schedule before switching it on.');
  const budgetPerRun = input.budgetPerRun === undefined ? row.budgetPerRun : input.budgetPerRun;
  if (scheduleEnabled && budgetPerRun === null)
    throw invalidField('budgetPerRun', 'Say what a run may spend at most before switching the schedule on.');
  const pausedAt = input.paused === undefined ? row.pausedAt : input.paused ? (row.pausedAt ?? now) : null;
  return {
    cron,
    scheduleEnabled,
    pausedAt,
    // Counted anew from now: neither a changed nor a resumed schedule makes up for times that have passed.
    nextDueAt: cron ? nextTime(cron, timeZone, now) : null,
    budgetPerRun,
    budgetPerMonth: input.budgetPerMonth === undefined ? row.budgetPerMonth : input.budgetPerMonth,
  };
}

/**
 * Begins an automation run: by a person (trigger automation) or for a claimed due time (trigger schedule). It may spend
 * the accepted ceiling, the budget of a run and what is left of the month's, whichever is least. 409 while another one is open.
 */
export async function startAutomation(
  ctx: Context,
  input: { siteId: string; ceiling: number | null; dueAt?: Date; quote?: unknown },
): Promise<AutomationRunView> {
  return inTransaction(ctx, async (inner) => {
    const site = await siteFor(inner, input.siteId, 'editor');
    const [row] = await inner.db
      .select()
      .from(automations)
      .where(eq(automations.siteId, site.id))
      .for('update');
    const open = await openRun(inner, site.id);
    if (open)
      throw new DomainError(
        'conflict',
        'An automation is at work on this site; wait for its end or cancel it.',
        { extra: { automationRunId: open.id } },
      );
    const plan = await planOf(inner, site.id);
    if (!plan.some((stage) => stage.enabled)) throw invalidField('stages', 'Switch at least one stage on.');
    const left = row?.budgetPerMonth
      ? Math.max(0, row.budgetPerMonth - (await spentThisMonth(inner, site.id, site.timeZone)))
      : null;
    const limits = [input.ceiling, row?.budgetPerRun ?? null, left].filter(
      (limit): limit is number => limit !== null,
    );
    if (limits.length === 0) throw invalidField('ceiling', 'Say how many credits it may spend at most.');
    const [run] = await inner.db
      .insert(automationRuns)
      .values({
        siteId: site.id,
        accountId: site.accountId,
        trigger: input.dueAt ? 'schedule' : 'automation',
        ceiling: Math.min(...limits),
        quote: input.quote ?? null,
        dueAt: input.dueAt ?? null,
        startedBy: actorUserId(inner),
        createdAt: inner.clock.now(),
      })
      .returning();
    if (!run) throw new Error('the run was not written');
    await inner.db
      .insert(automationStageRuns)
      .values(plan.map((stage) => ({ ...stage, automationRunId: run.id, accountId: site.accountId })));
    await recordAudit(inner, {
      action: 'automation.started',
      object: { type: 'automation_run', id: run.id, label: site.name },
      accountId: site.accountId,
      after: { trigger: run.trigger, ceiling: run.ceiling, dueAt: run.dueAt },
    });
    return viewOf(inner, run);
  });
}

async function openRun(ctx: Context, siteId: string): Promise<AutomationRunRow | undefined> {
  const [open] = await ctx.db
    .select()
    .from(automationRuns)
    .where(and(eq(automationRuns.siteId, siteId), isNull(automationRuns.finishedAt)));
  return open;
}

export type AutomationDecision = 'approve' | 'pause' | 'resume';

/** A person's word to an open automation run: approve what a stage made, pause it, or let it go on. 422 when it does not fit its state. */
export function decideAutomation(
  ctx: Context,
  input: { siteId: string; id: string; decision: AutomationDecision },
): Promise<AutomationRunView> {
  return changeRun(
    ctx,
    input,
    `automation.${{ approve: 'approved', pause: 'paused', resume: 'resumed' }[input.decision]}`,
    async (inner, run) => {
      if (input.decision === 'pause') {
        if (run.status !== 'running' && run.status !== 'waiting_for_credits')
          throw new DomainError('invalid_state', 'Only work that goes on can be paused.');
        return { status: 'paused', reason: 'Paused by a person; what was begun is finished.' };
      }
      if (input.decision === 'resume') {
        if (run.status !== 'paused') throw new DomainError('invalid_state', 'It is not paused.');
        return { status: 'running', reason: null };
      }
      const stages = await stageRunsOf(inner, run.id);
      const current = currentStage(stages);
      if (!current?.waiting) throw new DomainError('invalid_state', 'Nothing waits for approval.');
      await inner.db
        .update(automationStageRuns)
        .set({ approvedAt: inner.clock.now() })
        .where(
          and(eq(automationStageRuns.automationRunId, run.id), eq(automationStageRuns.stage, current.stage)),
        );
      return { status: 'running', reason: null };
    },
  );
}

/** Ends an open automation run; what was finished stays, nothing more is begun. The caller cancels the runs it began. */
export function endAutomation(
  ctx: Context,
  input: { siteId: string; id: string },
): Promise<AutomationRunView> {
  return changeRun(ctx, input, 'automation.cancelled', async (inner) => ({
    status: 'cancelled',
    reason: 'Cancelled by a person.',
    finishedAt: inner.clock.now(),
  }));
}

type Change = Partial<Pick<AutomationRunRow, 'status' | 'reason' | 'finishedAt'>>;

function changeRun(
  ctx: Context,
  input: { siteId: string; id: string },
  action: string,
  decide: (ctx: Context, run: AutomationRunRow) => Promise<Change>,
): Promise<AutomationRunView> {
  return inTransaction(ctx, async (inner) => {
    const site = await siteFor(inner, input.siteId, 'editor');
    const [run] = await inner.db
      .select()
      .from(automationRuns)
      .where(and(eq(automationRuns.id, input.id), eq(automationRuns.siteId, site.id)))
      .for('update');
    if (!run) throw notFound('automation run');
    if (!inArrayOf(OPEN, run.status)) throw new DomainError('invalid_state', 'It has ended already.');
    const change = await decide(inner, run);
    const [after] = await inner.db
      .update(automationRuns)
      .set({ ...change, version: run.version + 1 })
      .where(eq(automationRuns.id, run.id))
      .returning();
    await recordAudit(inner, {
      action,
      object: { type: 'automation_run', id: run.id, label: site.name },
      accountId: site.accountId,
      before: { status: run.status },
      after: { status: after?.status },
    });
    return viewOf(inner, after ?? run);
  });
}

const inArrayOf = <T extends string>(values: readonly T[], value: string): value is T =>
  (values as readonly string[]).includes(value);

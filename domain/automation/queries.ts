import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import {
  automationRuns,
  automationStageRuns,
  automationStages,
  automations,
  runs,
  sites,
} from '../../db/schema/index.ts';
import { type Context, inTransaction, requireRole } from '../context.ts';
import { notFound } from '../errors.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { assertRareEnough, describeSchedule, nextTimes } from './schedule.ts';
import type { AutomationRunView, AutomationView, SchedulePreview } from './schema.ts';
import { currentStage, DEFAULT_PLAN, STAGE_OPERATION, STAGES, type Stage, type StagePlan } from './stages.ts';

export type AutomationRow = typeof automations.$inferSelect;
export type AutomationRunRow = typeof automationRuns.$inferSelect;
export type StageRunRow = typeof automationStageRuns.$inferSelect;

/** The site, for a caller with at least the role; 404 when it does not exist for them. */
export async function siteFor(ctx: Context, siteId: string, atLeast: 'viewer' | 'editor') {
  const [site] = await ctx.db.select().from(sites).where(eq(sites.id, siteId));
  if (!site) throw notFound('site');
  requireRole(ctx, site.accountId, atLeast, 'site');
  return site;
}

/** The plan of a site, stage by stage, in order; what was never saved is the default. */
export async function planOf(ctx: Context, siteId: string): Promise<StagePlan[]> {
  const saved = await ctx.db.select().from(automationStages).where(eq(automationStages.siteId, siteId));
  return STAGES.map((stage) => {
    const { enabled, maxItems, approvalAfter } =
      saved.find((entry) => entry.stage === stage) ?? DEFAULT_PLAN[STAGES.indexOf(stage)]!;
    return { stage, enabled, maxItems, approvalAfter };
  });
}

/** Settings of a site's automation, with its schedule in plain words, the next five times and the month's spending in credits. */
export function getAutomation(ctx: Context, siteId: string): Promise<AutomationView> {
  return inTransaction(ctx, async (inner) => {
    const site = await siteFor(inner, siteId, 'viewer');
    const [row] = await inner.db.select().from(automations).where(eq(automations.siteId, siteId));
    return {
      siteId,
      stages: await planOf(inner, siteId),
      cron: row?.cron ?? null,
      description: row?.cron ? describeSchedule(row.cron) : null,
      timeZone: site.timeZone,
      scheduleEnabled: row?.scheduleEnabled ?? false,
      pausedAt: row?.pausedAt ?? null,
      nextTimes: row?.cron ? nextTimes(row.cron, site.timeZone, inner.clock.now(), 5) : [],
      budgetPerRun: row?.budgetPerRun ?? null,
      budgetPerMonth: row?.budgetPerMonth ?? null,
      spentThisMonth: await spentThisMonth(inner, siteId, site.timeZone),
      version: row?.version ?? 0,
    };
  });
}

/** Credits that automations have spent on the site since its local month began. */
export async function spentThisMonth(ctx: Context, siteId: string, timeZone: string): Promise<number> {
  const monthStart = sql`date_trunc('month', ${ctx.clock.now().toISOString()}::timestamptz at time zone ${timeZone}) at time zone ${timeZone}`;
  const [sum] = await ctx.db
    .select({ credits: sql<string>`coalesce(sum(${runs.creditsCharged}), 0)` })
    .from(runs)
    .where(
      and(
        eq(runs.siteId, siteId),
        inArray(runs.trigger, ['automation', 'schedule']),
        gte(runs.createdAt, monthStart),
      ),
    );
  return Number(sum?.credits ?? 0);
}

/** One go, with what each stage did and cost, and what failed in it. */
export function getAutomationRun(
  ctx: Context,
  input: { siteId: string; id: string },
): Promise<AutomationRunView> {
  return inTransaction(ctx, async (inner) => {
    await siteFor(inner, input.siteId, 'viewer');
    const [row] = await inner.db
      .select()
      .from(automationRuns)
      .where(and(eq(automationRuns.id, input.id), eq(automationRuns.siteId, input.siteId)));
    if (!row) throw notFound('automation run');
    return viewOf(inner, row);
  });
}

/** A site's goes, newest first. */
export function listAutomationRuns(
  ctx: Context,
  input: { siteId: string; limit: number; cursor?: string | undefined },
): Promise<Page<AutomationRunView>> {
  return inTransaction(ctx, async (inner) => {
    await siteFor(inner, input.siteId, 'viewer');
    const after = readCursor(input.cursor);
    const rows = await inner.db
      .select()
      .from(automationRuns)
      .where(
        and(eq(automationRuns.siteId, input.siteId), after ? lt(automationRuns.id, after[1]) : undefined),
      )
      .orderBy(desc(automationRuns.id))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, (row) => [null, row.id]);
    const data: AutomationRunView[] = [];
    for (const row of page.data) data.push(await viewOf(inner, row));
    return { ...page, data };
  });
}

/** A schedule before it is saved: in plain words, with its next five times. 422 when it cannot be read. */
export function previewSchedule(
  ctx: Context,
  input: { siteId: string; cron: string },
): Promise<SchedulePreview> {
  return inTransaction(ctx, async (inner) => {
    const { timeZone } = await siteFor(inner, input.siteId, 'viewer');
    const now = inner.clock.now();
    assertRareEnough(input.cron, timeZone, now);
    return {
      description: describeSchedule(input.cron),
      timeZone,
      nextTimes: nextTimes(input.cron, timeZone, now, 5),
    };
  });
}

/** The stages of an automation run in their order. Call inside a transaction. */
export async function stageRunsOf(ctx: Context, automationRunId: string): Promise<StageRunRow[]> {
  const rows = await ctx.db
    .select()
    .from(automationStageRuns)
    .where(eq(automationStageRuns.automationRunId, automationRunId));
  return STAGES.flatMap((stage) => rows.filter((row) => row.stage === stage));
}

/** An automation run as people see it, its stages with it. Call inside a transaction. */
export async function viewOf(ctx: Context, row: AutomationRunRow): Promise<AutomationRunView> {
  const stages = await stageRunsOf(ctx, row.id);
  const made = await ctx.db
    .select({
      id: runs.id,
      operation: runs.operation,
      credits: runs.creditsCharged,
      status: runs.status,
      error: runs.errorMessage,
    })
    .from(runs)
    .where(eq(runs.automationRunId, row.id));
  const items = await itemsOf(ctx, row.id);
  const current = row.finishedAt ? null : currentStage(stages);
  return {
    id: row.id,
    siteId: row.siteId,
    trigger: row.trigger,
    status: row.status,
    stage: row.stage,
    reason: row.reason,
    ceiling: row.ceiling,
    credits: made.reduce((sum, run) => sum + run.credits, 0),
    stages: stages.map((entry) => {
      const own = made.filter((run) => run.operation === STAGE_OPERATION[entry.stage]);
      return {
        stage: entry.stage,
        enabled: entry.enabled,
        maxItems: entry.maxItems,
        approvalAfter: entry.approvalAfter,
        state: stateOf(entry, current),
        items: entry.items?.length ?? null,
        done: entry.finishedAt
          ? entry.done
          : own.reduce((sum, run) => sum + (items.get(run.id)?.done ?? 0), 0),
        failed: entry.finishedAt
          ? entry.failed
          : own.reduce((sum, run) => sum + (items.get(run.id)?.failed ?? 0), 0),
        credits: own.reduce((sum, run) => sum + run.credits, 0),
      };
    }),
    errors: made
      .filter((run) => run.error)
      .map((run) => ({ runId: run.id, stage: stageOf(run.operation), message: run.error ?? '' })),
    dueAt: row.dueAt,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
    version: row.version,
  };
}

/** How many items each AI run of an automation run has done and failed. One call may take up many: a step counts the ids that it works on. */
export async function itemsOf(
  ctx: Context,
  automationRunId: string,
): Promise<Map<string, { done: number; failed: number }>> {
  const rows = await ctx.db.execute<{ run: string; done: number; failed: number }>(sql`
    select s.run_id as run, coalesce(sum(n.items) filter (where s.state = 'done'), 0)::int as done, coalesce(sum(n.items) filter (where s.state = 'failed'), 0)::int as failed
    from run_steps s join runs r on r.id = s.run_id,
      lateral (select coalesce(max(jsonb_array_length(given.value)), 1) as items from jsonb_each(s.input) as given where jsonb_typeof(given.value) = 'array') as n
    where r.automation_run_id = ${automationRunId} group by s.run_id`);
  return new Map(rows.map(({ run, ...counts }) => [run, counts]));
}

function stateOf(
  entry: StageRunRow,
  current: { stage: Stage; waiting: boolean } | null,
): AutomationRunView['stages'][number]['state'] {
  if (!entry.enabled) return 'off';
  if (current?.stage === entry.stage && current.waiting) return 'waiting';
  if (entry.finishedAt) return 'done';
  return entry.startedAt ? 'working' : 'to_do';
}

const stageOf = (operation: string): Stage =>
  STAGES.find((stage) => STAGE_OPERATION[stage] === operation) ?? 'clusters';

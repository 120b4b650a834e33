import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { users } from './identity.ts';
import { sites } from './sites.ts';

/** The way from keywords to pictures; the order here is the order of work. */
export const automationStage = pgEnum('automation_stage', [
  'clusters',
  'ideas',
  'tasks',
  'content',
  'image_prompts',
  'images',
]);

export const automationRunStatus = pgEnum('automation_run_status', [
  'running',
  'waiting_for_approval',
  'waiting_for_credits',
  'paused',
  'succeeded',
  'partly_succeeded',
  'failed',
  'stopped_at_budget',
  'cancelled',
]);

/** How a site's work goes on by itself: its schedule and its budgets. A site without a row has none yet. */
export const automations = pgTable(
  'automations',
  {
    siteId: uuid('site_id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    /** Five cron fields, read in the site's time zone. */
    cron: text('cron'),
    scheduleEnabled: boolean('schedule_enabled').notNull().default(false),
    pausedAt: instant('paused_at'),
    nextDueAt: instant('next_due_at'),
    budgetPerRun: bigint('budget_per_run', { mode: 'number' }),
    budgetPerMonth: bigint('budget_per_month', { mode: 'number' }),
    updatedAt: instant('updated_at').notNull(),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'automations_site',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    index('automations_due').on(t.nextDueAt).where(sql`${t.scheduleEnabled} and ${t.pausedAt} is null`),
    check(
      'automations_budgets_positive',
      sql`coalesce(least(${t.budgetPerRun}, ${t.budgetPerMonth}), 1) > 0`,
    ),
    check(
      'automations_enabled_has_cron',
      sql`not ${t.scheduleEnabled} or (${t.cron} is not null and ${t.nextDueAt} is not null)`,
    ),
  ],
);

/** One stage of a site's automation: whether it runs, for how many items, and whether a person approves before the next. */
export const automationStages = pgTable(
  'automation_stages',
  {
    siteId: uuid('site_id')
      .notNull()
      .references(() => automations.siteId, { onDelete: 'cascade' }),
    accountId: uuid('account_id').notNull(),
    stage: automationStage('stage').notNull(),
    enabled: boolean('enabled').notNull(),
    maxItems: integer('max_items').notNull(),
    approvalAfter: boolean('approval_after').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.siteId, t.stage] }),
    check('automation_stages_items', sql`${t.maxItems} between 1 and 500`),
  ],
);

/** One go through the stages, with the settings and the quote it was started on. */
export const automationRuns = pgTable(
  'automation_runs',
  {
    id: id(),
    siteId: uuid('site_id').notNull(),
    accountId: uuid('account_id').notNull(),
    trigger: text('trigger').$type<'automation' | 'schedule'>().notNull(),
    status: automationRunStatus('status').notNull().default('running'),
    stage: automationStage('stage'),
    /** Credits this run may spend: the accepted ceiling, the run budget and what the month's budget left, whichever is least. */
    ceiling: bigint('ceiling', { mode: 'number' }).notNull(),
    quote: jsonb('quote').$type<unknown>(),
    /** The due time a schedule was claimed for; at most one go for each. */
    dueAt: instant('due_at'),
    reason: text('reason'),
    startedBy: uuid('started_by').references(() => users.id),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'automation_runs_site',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    unique('automation_runs_once_per_due').on(t.siteId, t.dueAt),
    index('automation_runs_site').on(t.siteId, t.createdAt),
    index('automation_runs_open').on(t.status).where(sql`${t.finishedAt} is null`),
    check('automation_runs_trigger', sql`${t.trigger} in ('automation', 'schedule')`),
    check('automation_runs_scheduled_has_due', sql`(${t.trigger} = 'schedule') = (${t.dueAt} is not null)`),
  ],
);

/** What one stage of an automation run did: the items it took up when it began, so that a crash or a retry takes up the same ones. */
export const automationStageRuns = pgTable(
  'automation_stage_runs',
  {
    automationRunId: uuid('automation_run_id')
      .notNull()
      .references(() => automationRuns.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id').notNull(),
    stage: automationStage('stage').notNull(),
    enabled: boolean('enabled').notNull(),
    maxItems: integer('max_items').notNull(),
    approvalAfter: boolean('approval_after').notNull(),
    approvedAt: instant('approved_at'),
    /** Inputs of the stage's runs, one each; null until the stage begins. */
    items: jsonb('items').$type<unknown[]>(),
    done: integer('done').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.automationRunId, t.stage] })],
);

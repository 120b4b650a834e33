import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { users } from './identity.ts';
import { aiModels } from './models.ts';
import { providers } from './providers.ts';
import { sites } from './sites.ts';

/** queued: waits for a worker; waiting: held up by what `waiting_for` says, and goes on from there. The last four are ends. */
export const runStatus = pgEnum('run_status', [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'partly_succeeded',
  'failed',
  'cancelled',
]);
export const runStepState = pgEnum('run_step_state', ['pending', 'running', 'done', 'failed', 'cancelled']);
/** sent: credits held, call on its way; answered: the answer is kept; unknown: called, answer lost; then settled (paid) or voided (free). */
export const attemptState = pgEnum('attempt_state', ['sent', 'answered', 'unknown', 'settled', 'voided']);

export const WAITING_FOR = ['credits', 'ceiling', 'provider', 'answer'] as const;
export type WaitingFor = (typeof WAITING_FOR)[number];

const credits = (name: string) => bigint(name, { mode: 'number' });

/** One execution of an AI operation, whoever asked for it. */
export const runs = pgTable(
  'runs',
  {
    id: id(),
    accountId: uuid('account_id').notNull(),
    siteId: uuid('site_id').notNull(),
    operation: text('operation').notNull(),
    trigger: text('trigger').$type<'manual' | 'automation' | 'schedule' | 'direct'>().notNull(),
    status: runStatus('status').notNull().default('queued'),
    stage: text('stage'),
    waitingFor: text('waiting_for').$type<WaitingFor>(),
    /** What is missing: credits to hold for the next call, or to add to the ceiling. */
    needed: credits('needed'),
    resumeAt: instant('resume_at'),
    input: jsonb('input').$type<unknown>().notNull(),
    total: integer('total').notNull(),
    done: integer('done').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    /** How often a worker has taken it up. */
    attempts: integer('attempts').notNull().default(0),
    quoteMin: credits('quote_min').notNull(),
    quoteExpected: credits('quote_expected').notNull(),
    quoteMax: credits('quote_max').notNull(),
    /** Credits it may spend; no call is begun that could pass it. */
    ceiling: credits('ceiling').notNull(),
    creditsCharged: credits('credits_charged').notNull().default(0),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    /** What the choice named, whose price is paid, and who was called last; `served_reason` says why they differ. */
    askedModelId: uuid('asked_model_id').references(() => aiModels.id),
    pricedModelId: uuid('priced_model_id')
      .notNull()
      .references(() => aiModels.id),
    servedModelId: uuid('served_model_id')
      .notNull()
      .references(() => aiModels.id),
    servedReason: text('served_reason'),
    idempotencyKey: text('idempotency_key').notNull(),
    requestHash: text('request_hash').notNull(),
    automationRunId: uuid('automation_run_id'),
    startedBy: uuid('started_by').references(() => users.id),
    startedByLabel: text('started_by_label').notNull(),
    /** Who executes it, until when by the machine's time, and the number of the hold: an older one's writes are refused. */
    leaseOwner: text('lease_owner'),
    leaseUntil: instant('lease_until'),
    fence: integer('fence').notNull().default(0),
    /** Number of its last event. */
    events: integer('events').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'runs_site',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    unique('runs_once').on(t.accountId, t.idempotencyKey),
    index('runs_site_recent').on(t.siteId, t.createdAt, t.id),
    index('runs_account_recent').on(t.accountId, t.createdAt, t.id),
    index('runs_recent').on(t.createdAt, t.id),
    index('runs_path').on(t.operation, t.trigger, t.createdAt),
    index('runs_open').on(t.status, t.resumeAt).where(sql`${t.status} in ('queued', 'running', 'waiting')`),
    index('runs_automation').on(t.automationRunId).where(sql`${t.automationRunId} is not null`),
    check('runs_trigger', sql`${t.trigger} in ('manual', 'automation', 'schedule', 'direct')`),
    check('runs_waiting_says_why', sql`(${t.status} = 'waiting') = (${t.waitingFor} is not null)`),
    check(
      'runs_finished_at',
      sql`(${t.status} in ('succeeded', 'partly_succeeded', 'failed', 'cancelled')) = (${t.finishedAt} is not null)`,
    ),
    check('runs_lease', sql`(${t.status} = 'running') = (${t.leaseOwner} is not null)`),
    check(
      'runs_quote_in_order',
      sql`0 <= ${t.quoteMin} and ${t.quoteMin} <= ${t.quoteExpected} and ${t.quoteExpected} <= ${t.quoteMax}`,
    ),
    check(
      'runs_progress',
      sql`${t.done} >= 0 and ${t.failed} >= 0 and ${t.done} + ${t.failed} <= ${t.total}`,
    ),
  ],
);

/** One unit of a run's work, one paid result: a batch of keywords, an article, an image. Done steps are never called again. */
export const runSteps = pgTable(
  'run_steps',
  {
    id: id(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id').notNull(),
    position: integer('position').notNull(),
    label: text('label').notNull(),
    input: jsonb('input').$type<unknown>().notNull(),
    state: runStepState('state').notNull().default('pending'),
    quoteMin: credits('quote_min').notNull(),
    quoteExpected: credits('quote_expected').notNull(),
    quoteMax: credits('quote_max').notNull(),
    creditsCharged: credits('credits_charged').notNull().default(0),
    servedModelId: uuid('served_model_id').references(() => aiModels.id),
    /** What was stored: the kind and ids of the objects. */
    result: jsonb('result').$type<StepResult>(),
    /** When its first call failed in a way that waiting may cure; cleared with success. */
    troubledSince: instant('troubled_since'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('run_steps_position').on(t.runId, t.position),
    check('run_steps_done_has_result', sql`(${t.state} = 'done') = (${t.result} is not null)`),
    check('run_steps_failed_says_why', sql`${t.state} <> 'failed' or ${t.errorCode} is not null`),
  ],
);
export type StepResult = { kind: string; ids: string[]; note?: string };

/** One call to a provider. Its id goes along with the call, so that a lost answer can be looked for. Each holds its own credits. */
export const attempts = pgTable(
  'attempts',
  {
    id: id(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    stepId: uuid('step_id')
      .notNull()
      .references(() => runSteps.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id').notNull(),
    /** Counted within the step from 1. */
    number: integer('number').notNull(),
    purpose: text('purpose').$type<'call' | 'repair'>().notNull(),
    state: attemptState('state').notNull().default('sent'),
    operation: text('operation').notNull(),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => providers.id),
    servedModelId: uuid('served_model_id')
      .notNull()
      .references(() => aiModels.id),
    reservationId: uuid('reservation_id').notNull(),
    reservationFence: integer('reservation_fence').notNull(),
    held: credits('held').notNull(),
    /** Output tokens that the quote expected: against what was used, it corrects later quotes. */
    expectedTokens: integer('expected_tokens').notNull(),
    /** What the answered call costs by its price. */
    credits: credits('credits'),
    answer: jsonb('answer').$type<unknown>(),
    inputTokens: integer('input_tokens'),
    cachedTokens: integer('cached_tokens'),
    outputTokens: integer('output_tokens'),
    reasoningTokens: integer('reasoning_tokens'),
    images: integer('images'),
    costUsd: numeric('cost_usd', { precision: 18, scale: 8 }),
    providerRequestId: text('provider_request_id'),
    durationMs: integer('duration_ms'),
    errorKind: text('error_kind'),
    errorMessage: text('error_message'),
    usageId: uuid('usage_id'),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('attempts_number').on(t.stepId, t.number),
    uniqueIndex('attempts_reservation').on(t.reservationId),
    index('attempts_run').on(t.runId),
    index('attempts_open').on(t.runId).where(sql`${t.state} in ('sent', 'answered', 'unknown')`),
    index('attempts_measured').on(t.operation, t.createdAt).where(sql`${t.state} = 'settled'`),
    check('attempts_ended_at', sql`(${t.state} in ('settled', 'voided')) = (${t.endedAt} is not null)`),
    check(
      'attempts_answered',
      sql`${t.state} <> 'answered' or (${t.answer} is not null and ${t.credits} is not null)`,
    ),
  ],
);

/** What a run told, in order: number 1, 2, 3… of each run. Whoever comes back reads on from the last number it saw. */
export const runEvents = pgTable(
  'run_events',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    accountId: uuid('account_id').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.number] })],
);

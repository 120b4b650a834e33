import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant } from '../db/schema/columns.ts';

const whole = (name: string) => bigint(name, { mode: 'number' });

/** The moving over of an earlier installation: one row at most, whose source is the same from the first phase to the last. */
export const migrationRecord = pgTable(
  'legacy_migrations',
  {
    id: integer('id').primaryKey().default(1),
    /** Hash over the source's accounts: tells one installation from another, whichever way it is read. */
    sourceIdentity: text('source_identity'),
    /** Where the source lies, without a password. */
    sourceShown: text('source_shown'),
    /** The same as typed on the page, sealed. Null: the server's own setting. */
    sourceSealed: text('source_sealed'),
    sourceKeyId: text('source_key_id'),
    /** Percent by which the history's credits may change in total; past it phase 4 is refused. Null: no limit. */
    maxChange: integer('max_change'),
    /** Phase 5: the endpoint for the old front end answers. */
    apiOn: boolean('api_on').notNull().default(false),
    archivePath: text('archive_path'),
    archiveHash: text('archive_hash'),
    closedAt: instant('closed_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [check('legacy_migrations_one_row', sql`${t.id} = 1`)],
);

/** What one of the seven phases is at. `round` counts its applications: a phase that was rolled back may be applied again. */
export const migrationPhases = pgTable(
  'legacy_phases',
  {
    phase: smallint('phase').primaryKey(),
    state: text('state').notNull().default('pending'),
    round: integer('round').notNull().default(0),
    /** Rows that are done, of how many, while the phase works. */
    done: whole('done').notNull().default(0),
    total: whole('total'),
    /** What the last plan, application and verification found. Never a secret. */
    plan: jsonb('plan').$type<unknown>(),
    report: jsonb('report').$type<unknown>(),
    findings: jsonb('findings').$type<{ what: string; ok: boolean; detail: string }[]>(),
    /** What a rollback brings back. Never a secret. */
    saved: jsonb('saved').$type<unknown>(),
    appliedAt: instant('applied_at'),
    verifiedAt: instant('verified_at'),
    /** An act that a worker is asked to do, and the worker that does it. */
    asked: text('asked'),
    askedBy: text('asked_by'),
    askedOptions: jsonb('asked_options').$type<{ test?: boolean }>(),
    leaseUntil: instant('lease_until'),
    error: text('error'),
  },
  (t) => [
    check('legacy_phases_number', sql`${t.phase} between 1 and 7`),
    check('legacy_phases_state', sql`${t.state} in ('pending', 'applying', 'applied', 'verified')`),
    check('legacy_phases_asked', sql`${t.asked} in ('plan', 'apply', 'verify', 'rollback')`),
  ],
);

/** What became of each row of the source, once for each phase that dealt with it. */
export const migrationRows = pgTable(
  'legacy_rows',
  {
    sourceTable: text('source_table').notNull(),
    sourcePk: text('source_pk').notNull(),
    phase: smallint('phase').notNull(),
    outcome: text('outcome').notNull(),
    reason: text('reason'),
    targetType: text('target_type'),
    targetId: uuid('target_id'),
    /** What stood there before and what was put in its place, for the rollback. Never a secret. */
    detail: jsonb('detail').$type<unknown>(),
  },
  (t) => [
    primaryKey({ columns: [t.phase, t.sourceTable, t.sourcePk] }),
    check('legacy_rows_outcome', sql`${t.outcome} in ('imported', 'merged', 'listed')`),
    check('legacy_rows_reason', sql`${t.outcome} <> 'listed' or ${t.reason} is not null`),
  ],
);

/** Parallel data of phase 2: the history as the old rules charged it and as the new ones would. Nothing is charged by it. */
export const migrationShadow = pgTable(
  'legacy_shadow',
  {
    usagePk: text('usage_pk').primaryKey(),
    accountPk: text('account_pk').notNull(),
    operation: text('operation').notNull(),
    model: text('model').notNull(),
    /** What was used, as far as the row says. */
    tokens: whole('tokens'),
    images: whole('images'),
    oldCredits: whole('old_credits').notNull(),
    /** The old rule computed again; differs where a row was not charged by its own rule. */
    ruleCredits: whole('rule_credits'),
    newCredits: whole('new_credits'),
    priceId: uuid('price_id'),
    /** Why there is no new price for the row. */
    unpriced: text('unpriced'),
  },
  (t) => [check('legacy_shadow_priced_or_not', sql`(${t.newCredits} is null) = (${t.unpriced} is not null)`)],
);

/** Parallel data of phase 2: for each model of the source, what the old places say that it costs and what the registry says. */
export const migrationPrices = pgTable(
  'legacy_prices',
  {
    id: id(),
    model: text('model').notNull(),
    place: text('place').notNull(),
    figure: text('figure').notNull(),
    amount: text('amount').notNull(),
  },
  (t) => [index('legacy_prices_model').on(t.model)],
);

import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { accounts, users } from './identity.ts';
import { modelType } from './models.ts';

const credits = (name: string) => bigint(name, { mode: 'number' });

/**
 * One row an account, changed only by the ledger's functions (db/sql/101…103). `balance` is what the account owns, held
 * credits included; `held` is the sum of its open reservations; a call may reserve up to balance − held.
 */
export const creditAccounts = pgTable(
  'credit_accounts',
  {
    accountId: uuid('account_id')
      .primaryKey()
      .references(() => accounts.id),
    balance: credits('balance').notNull().default(0),
    held: credits('held').notNull().default(0),
    /** Number of the account's transactions; the last one carries it. */
    sequence: credits('sequence').notNull().default(0),
    /** When the next grant expires; null for never. The hot path looks no further while this lies ahead. */
    nextExpiry: instant('next_expiry'),
    /** Copy of accounts.low_balance_threshold, kept by a trigger, so that a settlement reads one row. */
    lowBalanceThreshold: credits('low_balance_threshold').notNull().default(100),
    /** True from the crossing below the threshold until the balance is back at it. */
    isLow: boolean('is_low').notNull().default(true),
  },
  (t) => [
    check('credit_accounts_never_negative', sql`${t.balance} >= 0 and ${t.held} >= 0`),
    check('credit_accounts_held_is_covered', sql`${t.held} <= ${t.balance}`),
  ],
);

/** Credits that came in together. Spending takes the soonest to expire first, then the lowest priority, then the oldest. */
export const creditGrants = pgTable(
  'credit_grants',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => creditAccounts.accountId),
    transactionId: uuid('transaction_id').notNull(),
    amount: credits('amount').notNull(),
    remaining: credits('remaining').notNull(),
    priority: integer('priority').notNull().default(0),
    /** Null: never. */
    expiresAt: instant('expires_at'),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    isOpen: boolean('is_open').notNull().generatedAlwaysAs(sql`remaining > 0`),
  },
  (t) => [
    index('credit_grants_open').on(t.accountId, t.expiresAt, t.priority, t.id).where(sql`${t.isOpen}`),
    index('credit_grants_account').on(t.accountId, t.id),
    check('credit_grants_remaining', sql`${t.remaining} between 0 and ${t.amount} and ${t.amount} > 0`),
  ],
);

/** The ledger: every movement of a balance, numbered within the account. Append-only. */
export const creditTransactions = pgTable(
  'credit_transactions',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => creditAccounts.accountId),
    sequence: credits('sequence').notNull(),
    kind: text('kind').notNull(),
    amount: credits('amount').notNull(),
    balanceAfter: credits('balance_after').notNull(),
    /** Idempotency key; usage is keyed by its reservation. */
    key: text('key'),
    requestHash: text('request_hash'),
    reservationId: uuid('reservation_id'),
    usageId: uuid('usage_id'),
    /** The usage transaction that a refund gives back. */
    refundOf: uuid('refund_of'),
    reason: text('reason'),
    actorKind: text('actor_kind').notNull(),
    actorId: uuid('actor_id'),
    actorLabel: text('actor_label').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    unique('credit_transactions_sequence').on(t.accountId, t.sequence),
    uniqueIndex('credit_transactions_key').on(t.accountId, t.key).where(sql`${t.key} is not null`),
    uniqueIndex('credit_transactions_one_per_reservation')
      .on(t.reservationId)
      .where(sql`${t.reservationId} is not null`),
    index('credit_transactions_refunds').on(t.refundOf).where(sql`${t.refundOf} is not null`),
    check(
      'credit_transactions_kind',
      sql`${t.kind} in ('grant', 'purchase', 'usage', 'refund', 'adjustment', 'expiry')`,
    ),
    check(
      'credit_transactions_sign',
      sql`case ${t.kind} when 'usage' then ${t.amount} <= 0 when 'expiry' then ${t.amount} < 0 when 'adjustment' then ${t.amount} <> 0 else ${t.amount} > 0 end`,
    ),
    check('credit_transactions_never_negative', sql`${t.balanceAfter} >= 0`),
  ],
);

/**
 * Double entry: the lines of a transaction sum to zero. `customer` lines name the grant they fill or use, so that a refund
 * finds the grant that paid; the other books are the platform's: granted, purchased, revenue, absorbed, refunded, expired, adjusted.
 */
export const creditEntries = pgTable(
  'credit_entries',
  {
    transactionId: uuid('transaction_id').notNull(),
    line: smallint('line').notNull(),
    accountId: uuid('account_id').notNull(),
    book: text('book').notNull(),
    grantId: uuid('grant_id'),
    amount: credits('amount').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.line] }),
    check(
      'credit_entries_book',
      sql`${t.book} in ('customer', 'granted', 'purchased', 'revenue', 'absorbed', 'refunded', 'expired', 'adjusted')`,
    ),
    check('credit_entries_customer_names_grant', sql`(${t.book} = 'customer') = (${t.grantId} is not null)`),
    check('credit_entries_not_zero', sql`${t.amount} <> 0`),
  ],
);

/** Credits held for a call under way, at the price then in force. `pending` and `unknown` hold; the other states are final. */
export const creditReservations = pgTable(
  'credit_reservations',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => creditAccounts.accountId),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    amount: credits('amount').notNull(),
    state: text('state').notNull().default('pending'),
    fence: integer('fence').notNull().default(1),
    deadline: instant('deadline').notNull(),
    priceId: uuid('price_id').notNull(),
    modelType: modelType('model_type').notNull(),
    tokensPerCredit: credits('tokens_per_credit'),
    creditsPerImage: credits('credits_per_image'),
    modelId: uuid('model_id').notNull(),
    servedModelId: uuid('served_model_id').notNull(),
    siteId: uuid('site_id'),
    userId: uuid('user_id'),
    runId: uuid('run_id'),
    operation: text('operation').notNull(),
    trigger: text('trigger').notNull(),
    attempt: integer('attempt').notNull(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
    endHash: text('end_hash'),
    usageId: uuid('usage_id'),
    reason: text('reason'),
  },
  (t) => [
    unique('credit_reservations_key').on(t.accountId, t.key),
    index('credit_reservations_due').on(t.deadline).where(sql`${t.state} in ('pending', 'unknown')`),
    index('credit_reservations_held').on(t.accountId).where(sql`${t.state} in ('pending', 'unknown')`),
    index('credit_reservations_run').on(t.runId).where(sql`${t.runId} is not null`),
    check('credit_reservations_amount', sql`${t.amount} > 0`),
    check(
      'credit_reservations_state',
      sql`${t.state} in ('pending', 'unknown', 'posted', 'voided', 'expired')`,
    ),
    check('credit_reservations_trigger', sql`${t.trigger} in ('manual', 'automation', 'schedule', 'direct')`),
    check('credit_reservations_price', sql`num_nonnulls(${t.tokensPerCredit}, ${t.creditsPerImage}) = 1`),
  ],
);

/** A settlement that came after its reservation had ended: refused, and kept here with what it would have charged. Append-only. */
export const creditLateSettlements = pgTable(
  'credit_late_settlements',
  {
    id: id(),
    reservationId: uuid('reservation_id').notNull(),
    accountId: uuid('account_id').notNull(),
    fence: integer('fence').notNull(),
    state: text('state').notNull(),
    credits: credits('credits').notNull(),
    providerCostUsd: numeric('provider_cost_usd', { precision: 18, scale: 8 }),
    providerRequestId: text('provider_request_id'),
    at: instant('at').notNull(),
  },
  (t) => [
    unique('credit_late_settlements_once').on(t.reservationId, t.fence),
    index('credit_late_settlements_at').on(t.at),
  ],
);

/** Usage summed by UTC day, kept in the settlement's own transaction: what charts, reports and long sums read. */
export const usageDays = pgTable(
  'usage_days',
  {
    accountId: uuid('account_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    operation: text('operation').notNull(),
    modelId: uuid('model_id'),
    siteId: uuid('site_id'),
    trigger: text('trigger').notNull(),
    calls: credits('calls').notNull(),
    tokens: credits('tokens').notNull(),
    images: credits('images').notNull(),
    credits: credits('credits').notNull(),
    charged: credits('charged').notNull(),
    /** Credits before each call was rounded up; credits minus this is what rounding added. */
    unrounded: numeric('unrounded', { precision: 24, scale: 6 }).notNull(),
    providerCostUsd: numeric('provider_cost_usd', { precision: 24, scale: 8 }).notNull(),
    /** Charged calls whose provider cost nobody knows: the sum above lacks theirs. */
    uncosted: credits('uncosted').notNull(),
  },
  (t) => [
    unique('usage_days_key')
      .on(t.accountId, t.day, t.operation, t.modelId, t.siteId, t.trigger)
      .nullsNotDistinct(),
    index('usage_days_model').on(t.day, t.modelId),
  ],
);

/** The same for all accounts together, of the days that are over (up to platform_settings.usage_closed): reports of the whole platform. */
export const usageTotals = pgTable(
  'usage_totals',
  {
    day: date('day', { mode: 'string' }).notNull(),
    operation: text('operation').notNull(),
    modelId: uuid('model_id'),
    trigger: text('trigger').notNull(),
    calls: credits('calls').notNull(),
    tokens: credits('tokens').notNull(),
    images: credits('images').notNull(),
    credits: credits('credits').notNull(),
    charged: credits('charged').notNull(),
    unrounded: numeric('unrounded', { precision: 24, scale: 6 }).notNull(),
    providerCostUsd: numeric('provider_cost_usd', { precision: 24, scale: 8 }).notNull(),
    /** Charged calls whose provider cost nobody knows: the sum above lacks theirs. */
    uncosted: credits('uncosted').notNull(),
  },
  (t) => [unique('usage_totals_key').on(t.day, t.operation, t.modelId, t.trigger).nullsNotDistinct()],
);

/** Each time the books were checked: when, how long it took, and what failed. Append-only. */
export const creditProofs = pgTable('credit_proofs', {
  id: id(),
  at: instant('at').notNull(),
  durationMs: integer('duration_ms').notNull(),
  accounts: integer('accounts').notNull(),
  transactions: credits('transactions').notNull(),
  ok: boolean('ok').notNull(),
  findings: jsonb('findings')
    .$type<{ invariant: string; accountId: string | null; subject: string; detail: string }[]>()
    .notNull(),
  askedBy: text('asked_by').notNull(),
});

/** The platform's own figures, one row: what a credit sells for, for revenue and margin reports; and how far usage_totals reaches. */
export const platformSettings = pgTable(
  'platform_settings',
  {
    id: integer('id').primaryKey().default(1),
    usdPerCredit: numeric('usd_per_credit', { precision: 14, scale: 6 }).notNull().default('0.01'),
    /** The last day in usage_totals. Later days are summed from usage_days. */
    usageClosed: date('usage_closed', { mode: 'string' }).notNull().default('2000-01-01'),
    updatedBy: uuid('updated_by').references(() => users.id),
    updatedAt: instant('updated_at'),
    version: version(),
  },
  (t) => [
    check('platform_settings_one_row', sql`${t.id} = 1`),
    check('platform_settings_usd_per_credit', sql`${t.usdPerCredit} >= 0`),
  ],
);

import { bigint, integer, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { modelType } from './models.ts';

const whole = (name: string) => bigint(name, { mode: 'number' });

/**
 * One row per priced call. Partitioned by month, which drizzle-kit does not know: db/sql/100-credits.sql makes the table and
 * this file only describes it to queries. It is left out of schema/index.ts on purpose, so that no migration is generated for it.
 */
export const usageLogs = pgTable('usage_logs', {
  id: uuid('id').notNull(),
  at: instant('at').notNull(),
  accountId: uuid('account_id').notNull(),
  siteId: uuid('site_id'),
  userId: uuid('user_id'),
  runId: uuid('run_id'),
  reservationId: uuid('reservation_id'),
  operation: text('operation').notNull(),
  trigger: text('trigger').notNull(),
  attempt: integer('attempt').notNull(),
  /** The model whose price applied, and the one that was really called. Null in imported rows whose model nobody knows. */
  modelId: uuid('model_id'),
  servedModelId: uuid('served_model_id'),
  priceId: uuid('price_id'),
  modelType: modelType('model_type'),
  /** Terms of the price version as they were at the reservation. */
  tokensPerCredit: whole('tokens_per_credit'),
  creditsPerImage: whole('credits_per_image'),
  formula: text('formula').notNull(),
  rounding: text('rounding').notNull(),
  reserved: whole('reserved'),
  inputTokens: whole('input_tokens'),
  cachedTokens: whole('cached_tokens'),
  outputTokens: whole('output_tokens'),
  reasoningTokens: whole('reasoning_tokens'),
  images: whole('images'),
  credits: whole('credits').notNull(),
  charged: whole('charged').notNull(),
  shortfall: whole('shortfall').notNull(),
  providerCostUsd: numeric('provider_cost_usd', { precision: 18, scale: 8 }),
  providerRequestId: text('provider_request_id'),
  durationMs: integer('duration_ms'),
  outcome: text('outcome').notNull(),
  /** `live`, or the name of the import that brought the row. */
  source: text('source').notNull(),
  sourceRef: text('source_ref'),
});

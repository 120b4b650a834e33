import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { users } from './identity.ts';
import { providers } from './providers.ts';

export const modelType = pgEnum('model_type', ['text', 'image']);
/** active: a choice; standby: serves as a successor only; inactive: off; retired: off for good, its successor serves. */
export const modelStatus = pgEnum('model_status', ['active', 'standby', 'inactive', 'retired']);

/** A promise to the site owner (Basic, Quality, Premium); the active image model that carries the tier serves it. */
export const qualityTiers = pgTable('quality_tiers', {
  tier: text('tier').primaryKey(),
  label: text('label').notNull(),
  position: integer('position').notNull().unique(),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});

/** How an adapter calls a model: facts of the provider's API, kept as data (see domain/providers/adapters). */
export type ProviderOptions = {
  imageApi?: 'gpt_image' | 'dalle';
  reasoning?: boolean;
  [option: string]: unknown;
};

export const aiModels = pgTable(
  'ai_models',
  {
    id: id(),
    modelName: text('model_name').notNull().unique(),
    displayName: text('display_name').notNull(),
    modelType: modelType('model_type').notNull(),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => providers.id),
    status: modelStatus('status').notNull().default('inactive'),
    isDefault: boolean('is_default').notNull().default(false),
    qualityTier: text('quality_tier').references(() => qualityTiers.tier),
    contextWindow: integer('context_window'),
    maxOutputTokens: integer('max_output_tokens'),
    validSizes: text('valid_sizes').array(),
    /** Provider cost in USD: per million input and output tokens, or per image. Exact decimals, never floats. */
    inputCostPerMtok: numeric('input_cost_per_mtok', { precision: 14, scale: 6 }),
    outputCostPerMtok: numeric('output_cost_per_mtok', { precision: 14, scale: 6 }),
    costPerImage: numeric('cost_per_image', { precision: 14, scale: 6 }),
    deprecatedAt: instant('deprecated_at'),
    shutdownAt: instant('shutdown_at'),
    successorId: uuid('successor_id').references((): AnyPgColumn => aiModels.id),
    lastSeenAt: instant('last_seen_at'),
    providerOptions: jsonb('provider_options').$type<ProviderOptions>().notNull().default({}),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: version(),
  },
  (t) => [
    unique('ai_models_id_type').on(t.id, t.modelType),
    uniqueIndex('ai_models_one_default').on(t.modelType).where(sql`${t.isDefault}`),
    uniqueIndex('ai_models_one_active_per_tier').on(t.qualityTier).where(sql`${t.status} = 'active'`),
    index('ai_models_provider').on(t.providerId),
    index('ai_models_successor').on(t.successorId),
    check('ai_models_default_is_active', sql`not ${t.isDefault} or ${t.status} = 'active'`),
    check('ai_models_tier_by_type', sql`(${t.modelType} = 'image') = (${t.qualityTier} is not null)`),
    check('ai_models_not_own_successor', sql`${t.successorId} <> ${t.id}`),
    check(
      'ai_models_costs_not_negative',
      sql`least(${t.inputCostPerMtok}, ${t.outputCostPerMtok}, ${t.costPerImage}) >= 0`,
    ),
  ],
);

/** A price in credits from a time on. Never edited: a change is a new row; one that has not started may be cancelled. */
export const modelPrices = pgTable(
  'model_prices',
  {
    id: id(),
    modelId: uuid('model_id').notNull(),
    modelType: modelType('model_type').notNull(),
    tokensPerCredit: bigint('tokens_per_credit', { mode: 'number' }),
    creditsPerImage: bigint('credits_per_image', { mode: 'number' }),
    effectiveFrom: instant('effective_from').notNull(),
    cancelledAt: instant('cancelled_at'),
    reason: text('reason'),
    createdBy: uuid('created_by').references(() => users.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'model_prices_model',
      columns: [t.modelId, t.modelType],
      foreignColumns: [aiModels.id, aiModels.modelType],
    }).onDelete('cascade'),
    uniqueIndex('model_prices_one_per_start')
      .on(t.modelId, t.effectiveFrom)
      .where(sql`${t.cancelledAt} is null`),
    check('model_prices_not_backdated', sql`${t.effectiveFrom} >= ${t.createdAt}`),
    check(
      'model_prices_by_type',
      // coalesce: a check passes on null, and no price may pass for want of a number
      sql`(${t.modelType} = 'text' and coalesce(${t.tokensPerCredit}, 0) between 1 and 1000000000 and ${t.creditsPerImage} is null)
        or (${t.modelType} = 'image' and coalesce(${t.creditsPerImage}, 0) between 1 and 1000000 and ${t.tokensPerCredit} is null)`,
    ),
  ],
);

import { eq } from 'drizzle-orm';
import { aiModels, modelPrices, providers } from '#db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, notFound, staleVersion } from '../errors.ts';
import { forgetRegistry, type ModelRow } from './snapshot.ts';

/**
 * One change of the registry by an administrator: one transaction, after which this process reads afresh (others hear of it). What a
 * constraint of the database refuses is told in words.
 */
export async function changeRegistry<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  requireAdministrator(ctx);
  try {
    return await inTransaction(ctx, work);
  } catch (error) {
    throw explained(error);
  } finally {
    forgetRegistry();
  }
}

/** A model's row, locked for its change. Throws 404, and 412 when `expectedVersion` is not the row's. */
export async function lockModel(ctx: Context, id: string, expectedVersion?: number): Promise<ModelRow> {
  const [row] = await ctx.db.select().from(aiModels).where(eq(aiModels.id, id)).for('update');
  if (!row) throw notFound('model');
  if (expectedVersion !== undefined && row.version !== expectedVersion)
    throw staleVersion('model', row.version);
  return row;
}

/** Writes fields of a locked model and raises its version. */
export async function writeModel(ctx: Context, row: ModelRow, fields: Partial<ModelRow>): Promise<ModelRow> {
  const [written] = await ctx.db
    .update(aiModels)
    .set({ ...fields, version: row.version + 1, updatedAt: ctx.clock.now() })
    .where(eq(aiModels.id, row.id))
    .returning();
  if (!written) throw notFound('model');
  return written;
}

/** Every price version of a model. */
export const pricesOf = (ctx: Context, modelId: string) =>
  ctx.db.select().from(modelPrices).where(eq(modelPrices.modelId, modelId));

/** A provider's row, or null where there is none. */
export async function providerOf(ctx: Context, id: string) {
  const [row] = await ctx.db.select().from(providers).where(eq(providers.id, id));
  return row ?? null;
}

const WORDS: Record<string, [code: 'conflict' | 'invalid_field' | 'in_use', detail: string, path?: string]> =
  {
    ai_models_model_name_unique: ['conflict', 'There is a model of this name already.', 'modelName'],
    ai_models_one_default: ['conflict', 'Another model became the default at the same moment. Try again.'],
    ai_models_one_active_per_tier: [
      'conflict',
      'Another active model serves this tier. Deactivate it first, or give the tier to this model.',
    ],
    ai_models_default_is_active: [
      'conflict',
      'A default model must be active. Make another model the default first.',
    ],
    ai_models_tier_by_type: [
      'invalid_field',
      'An image model has a quality tier; a text model has none.',
      'qualityTier',
    ],
    ai_models_not_own_successor: ['invalid_field', 'A model cannot succeed itself.', 'successorId'],
    ai_models_successor_circle: ['invalid_field', 'The successors would form a circle.', 'successorId'],
    ai_models_successor_type: ['invalid_field', 'The successor must have the same type.', 'successorId'],
    ai_models_successor_id_ai_models_id_fk: ['invalid_field', 'There is no such model.', 'successorId'],
    ai_models_quality_tier_quality_tiers_tier_fk: ['invalid_field', 'There is no such tier.', 'qualityTier'],
    ai_models_default_provider_active: ['conflict', 'The provider of a default model must be active.'],
    ai_models_active_has_price: ['conflict', 'An active model needs a price in force.'],
    providers_serves_default: ['in_use', 'A default model belongs to this provider.'],
    model_prices_one_per_start: ['conflict', 'Another price starts at this very time.', 'effectiveFrom'],
    model_prices_by_type: [
      'invalid_field',
      'A text model is priced by tokens_per_credit, an image model by credits_per_image, each greater than zero.',
      'price',
    ],
    model_prices_immutable: ['conflict', 'A price that has started is never changed.'],
  };

/** A constraint's refusal in words; any other error as it came. */
export function explained(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const constraint = (cause as { constraint_name?: string } | null)?.constraint_name;
  const words = constraint ? WORDS[constraint] : undefined;
  if (!words) return error;
  const [code, detail, path] = words;
  return new DomainError(code, detail, {
    cause: error,
    ...(path ? { fields: [{ path, message: detail }] } : {}),
  });
}

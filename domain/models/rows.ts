import { eq } from 'drizzle-orm';
import { aiModels, modelPrices, providers } from '#db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { notFound, staleVersion } from '../errors.ts';
import { inWords } from '../refusals/index.ts';
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
    throw inWords(error);
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

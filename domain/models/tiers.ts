import { and, eq } from 'drizzle-orm';
import { aiModels, qualityTiers } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, requireAdministrator } from '../context.ts';
import { DomainError, invalidField, notFound, staleVersion } from '../errors.ts';
import { listTiers, missingFor } from './choices.ts';
import { changeModel } from './lifecycle.ts';
import { changeRegistry, lockModel } from './rows.ts';
import type { Tier, UpdateTier } from './schema.ts';
import { registrySnapshot } from './snapshot.ts';

/** One tier with what serves it. Throws 404. */
export async function getTier(ctx: Context, tier: string): Promise<Tier> {
  requireAdministrator(ctx);
  const found = listTiers(await registrySnapshot(ctx), ctx.clock.now()).find(
    (candidate) => candidate.tier === tier,
  );
  if (!found) throw notFound('tier');
  return found;
}

/**
 * Changes a tier's label, or which model serves it: that model takes the tier and becomes active, the one before it goes on standby.
 * Sites keep their tier; from the next run on the new model serves it at its own price. Undo: give the tier back.
 */
export async function updateTier(
  ctx: Context,
  tier: string,
  expectedVersion: number,
  input: UpdateTier,
): Promise<Tier> {
  await changeRegistry(ctx, async (tx) => {
    const [row] = await tx.db.select().from(qualityTiers).where(eq(qualityTiers.tier, tier)).for('update');
    if (!row) throw notFound('tier');
    if (row.version !== expectedVersion) throw staleVersion('tier', row.version);
    const served = input.modelId ? await serveWith(tx, tier, input.modelId) : null;
    await tx.db
      .update(qualityTiers)
      .set({ label: input.label ?? row.label, version: row.version + 1, updatedAt: ctx.clock.now() })
      .where(eq(qualityTiers.tier, tier));
    await recordAudit(tx, {
      action: 'tier.updated',
      object: { type: 'tier', id: tier, label: row.label },
      before: {
        ...(input.label === undefined ? {} : { label: row.label }),
        ...(served ? { model: served.before } : {}),
      },
      after: {
        ...(input.label === undefined ? {} : { label: input.label }),
        ...(served ? { model: served.after } : {}),
      },
    });
  });
  return getTier(ctx, tier);
}

async function serveWith(
  ctx: Context,
  tier: string,
  modelId: string,
): Promise<{ before: string | null; after: string } | null> {
  const row = await lockModel(ctx, modelId);
  if (row.modelType !== 'image') throw invalidField('modelId', 'An image model serves a tier.');
  const missing = missingFor(await registrySnapshot(ctx), row, ctx.clock.now());
  if (missing.length > 0)
    throw new DomainError(
      'invalid_state',
      `${row.displayName} cannot serve a tier yet; missing: ${missing.join(', ')}.`,
      { extra: { missing } },
    );
  const [holder] = await ctx.db
    .select()
    .from(aiModels)
    .where(and(eq(aiModels.qualityTier, tier), eq(aiModels.status, 'active')))
    .for('update');
  if (holder?.id === row.id) return null;
  if (row.qualityTier !== tier && row.status === 'active')
    throw new DomainError(
      'conflict',
      `${row.displayName} serves another tier, which would have no model then. Give that tier to another model first.`,
    );
  // The new one must be active before it can take over as default, the old one must let go of the tier before that: three steps, one transaction.
  const wasDefault = holder?.isDefault === true;
  if (holder)
    await changeModel(ctx, holder, 'model.tier_left', {
      status: 'standby',
      ...(wasDefault ? { isDefault: false } : {}),
    });
  await changeModel(ctx, row, 'model.tier_taken', {
    qualityTier: tier,
    status: 'active',
    ...(wasDefault ? { isDefault: true } : {}),
  });
  return { before: holder?.modelName ?? null, after: row.modelName };
}

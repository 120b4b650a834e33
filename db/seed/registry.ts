import { and, eq } from 'drizzle-orm';
import { recordAudit } from '#domain/audit/index.ts';
import type { Context } from '#domain/context.ts';
import { aiModels, auditEvents, modelPrices, providers, qualityTiers } from '../schema/index.ts';
import { catalogued, MODELS, type SeedModel, TIERS } from './models.ts';
import { PROVIDERS } from './providers.ts';

/** Adds what is missing of providers, tiers and models. What is there, whoever changed it, stays; what an administrator deleted stays away. */
export async function seedRegistry(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  for (const { baseUrl, ...provider } of PROVIDERS)
    await ctx.db
      .insert(providers)
      .values({ ...provider, baseUrl, liveBaseUrl: baseUrl, createdAt: now, updatedAt: now })
      .onConflictDoNothing();
  for (const tier of TIERS)
    await ctx.db
      .insert(qualityTiers)
      .values({ ...tier, updatedAt: now })
      .onConflictDoNothing();
  const deleted = await ctx.db
    .select({ label: auditEvents.objectLabel })
    .from(auditEvents)
    .where(eq(auditEvents.action, 'model.deleted'));
  const added: SeedModel[] = [];
  for (const model of MODELS)
    if (!deleted.some((event) => event.label === model.modelName) && (await addModel(ctx, model, now)))
      added.push(model);
  for (const model of added) await linkSuccessor(ctx, model);
  if (added.length > 0)
    await recordAudit(ctx, {
      action: 'registry.seeded',
      object: { type: 'registry', id: 'seed', label: 'Registry' },
      after: { models: added.map((model) => model.modelName) },
    });
}

async function addModel(ctx: Context, model: SeedModel, now: Date): Promise<boolean> {
  const [provider] = await ctx.db.select().from(providers).where(eq(providers.slug, model.provider));
  if (!provider) return false;
  const { price, provider: slug, successor: _, deprecatedAt, shutdownAt, isDefault, ...facts } = model;
  const active =
    model.status === 'active' && !(model.qualityTier && (await tierIsServed(ctx, model.qualityTier)));
  const [row] = await ctx.db
    .insert(aiModels)
    .values({
      ...catalogued(slug, model.modelName),
      ...facts,
      providerId: provider.id,
      status: active ? model.status : model.status === 'active' ? 'inactive' : model.status,
      isDefault:
        active && provider.isActive && isDefault === true && !(await hasDefault(ctx, model.modelType)),
      deprecatedAt: deprecatedAt ? new Date(deprecatedAt) : null,
      shutdownAt: shutdownAt ? new Date(shutdownAt) : null,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({ target: aiModels.modelName })
    .returning();
  if (row && price)
    await ctx.db.insert(modelPrices).values({
      ...price,
      modelId: row.id,
      modelType: row.modelType,
      effectiveFrom: now,
      reason: 'Price of the seed',
      createdAt: now,
    });
  return row !== undefined;
}

async function tierIsServed(ctx: Context, tier: string): Promise<boolean> {
  return (
    (
      await ctx.db
        .select({ id: aiModels.id })
        .from(aiModels)
        .where(and(eq(aiModels.qualityTier, tier), eq(aiModels.status, 'active')))
    ).length > 0
  );
}

async function hasDefault(ctx: Context, modelType: 'text' | 'image'): Promise<boolean> {
  return (
    (
      await ctx.db
        .select({ id: aiModels.id })
        .from(aiModels)
        .where(and(eq(aiModels.modelType, modelType), eq(aiModels.isDefault, true)))
    ).length > 0
  );
}

async function linkSuccessor(ctx: Context, model: SeedModel): Promise<void> {
  if (!model.successor) return;
  const [successor] = await ctx.db
    .select({ id: aiModels.id })
    .from(aiModels)
    .where(eq(aiModels.modelName, model.successor));
  if (successor)
    await ctx.db
      .update(aiModels)
      .set({ successorId: successor.id })
      .where(eq(aiModels.modelName, model.modelName));
}

import { and, count, eq, inArray, isNotNull, or } from 'drizzle-orm';
import { aiModels, modelPrices, siteSettings, sites } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { priceLabel } from './price.ts';
import type { Reference, References } from './schema.ts';

const SHOWN = 20;

/** What is asked about: the models, and the tiers that they serve. */
export interface Subject { modelIds: string[]; tiers: string[]; defaults: ('text' | 'image')[] }
export interface ReferenceGroup { kind: string; title: string; count: number; items: Reference[]; blocksDeletion: boolean }

/** Finds uses of models in one area. Runs inside the caller's transaction. */
export type ReferenceSource = (ctx: Context, subject: Subject) => Promise<ReferenceGroup | null>;

const sources: ReferenceSource[] = [];

/** Lets another area tell where it uses models: running work, schedules, charges. Called once, when that area's module is loaded. */
export function registerReferences(source: ReferenceSource): void {
  sources.push(source);
}

/** Everything that uses the models: sites, defaults, other models, prices, and what other areas have registered. */
export async function findReferences(ctx: Context, subject: Subject): Promise<References> {
  return inTransaction(ctx, async (tx) => {
    const found: ReferenceGroup[] = [];
    for (const source of [chosenBySites, servedByDefault, successorOf, scheduledPrices, ...sources]) {
      const group = await source(tx, subject);
      if (group && group.count > 0) found.push(group);
    }
    return { blocksDeletion: found.some((group) => group.blocksDeletion), groups: found.map(({ kind, title, count: total, items }) => ({ kind, title, count: total, items })) };
  });
}

/** The subject of one model: itself, its tier when it serves it, and the type whose default it is. */
export const subjectOf = (model: { id: string; status: string; qualityTier: string | null; isDefault: boolean; modelType: 'text' | 'image' }): Subject => ({
  modelIds: [model.id],
  tiers: model.status === 'active' && model.qualityTier ? [model.qualityTier] : [],
  defaults: model.isDefault ? [model.modelType] : [],
});

const siteItems = (rows: { id: string; name: string }[]): Reference[] => rows.slice(0, SHOWN).map((row) => ({ kind: 'site', id: row.id, label: row.name, link: `/sites/${row.id}/settings` }));

async function chosenBySites({ db }: Context, { modelIds, tiers }: Subject): Promise<ReferenceGroup> {
  const chosen = or(inArray(siteSettings.textModelId, modelIds), inArray(siteSettings.imageModelId, modelIds), tiers.length > 0 ? inArray(siteSettings.imageTier, tiers) : undefined);
  const rows = await db.select({ id: sites.id, name: sites.name }).from(siteSettings).innerJoin(sites, eq(sites.id, siteSettings.siteId)).where(chosen).orderBy(sites.name);
  // A tier is a promise to a site, not a pointer to this model: only an explicit choice keeps a row from being deleted.
  const explicit = await db.select({ total: count() }).from(siteSettings).where(or(inArray(siteSettings.textModelId, modelIds), inArray(siteSettings.imageModelId, modelIds)));
  return { kind: 'site', title: 'Sites that chose it', count: rows.length, items: siteItems(rows), blocksDeletion: (explicit[0]?.total ?? 0) > 0 };
}

async function servedByDefault({ db }: Context, { defaults }: Subject): Promise<ReferenceGroup | null> {
  if (defaults.length === 0) return null;
  const own = defaults.includes('text') ? siteSettings.textModelId : siteSettings.imageModelId;
  const rows = await db.select({ id: sites.id, name: sites.name, chosen: own, tier: siteSettings.imageTier }).from(sites).leftJoin(siteSettings, eq(siteSettings.siteId, sites.id)).orderBy(sites.name);
  const followers = rows.filter((row) => row.chosen === null && (defaults.includes('text') || row.tier === null));
  return { kind: 'default', title: 'Sites that follow the default', count: followers.length, items: siteItems(followers), blocksDeletion: true };
}

async function successorOf({ db }: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const rows = await db.select({ id: aiModels.id, name: aiModels.displayName }).from(aiModels).where(and(isNotNull(aiModels.successorId), inArray(aiModels.successorId, modelIds)));
  return { kind: 'model', title: 'Models that it succeeds', count: rows.length, items: rows.slice(0, SHOWN).map((row) => ({ kind: 'model', id: row.id, label: row.name, link: `/admin/models/${row.id}` })), blocksDeletion: true };
}

async function scheduledPrices(ctx: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const rows = (await ctx.db.select().from(modelPrices).where(inArray(modelPrices.modelId, modelIds))).filter((price) => price.cancelledAt === null && price.effectiveFrom > ctx.clock.now());
  const items = rows.map((price) => ({ kind: 'price', id: price.id, label: `${priceLabel(price)} from ${price.effectiveFrom.toISOString().slice(0, 16).replace('T', ' ')} UTC`, link: `/admin/models/${price.modelId}` }));
  return { kind: 'price', title: 'Scheduled prices', count: rows.length, items: items.slice(0, SHOWN), blocksDeletion: false };
}

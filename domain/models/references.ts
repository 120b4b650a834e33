import { and, count, eq, inArray, isNotNull, isNull, notInArray, or } from 'drizzle-orm';
import { aiModels, automations, modelPrices, runs, siteSettings, sites } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { priceInForce, priceLabel } from './price.ts';
import type { Reference, References } from './schema.ts';

const SHOWN = 20;

/** What is asked about: the models, and the tiers that they serve. */
export interface Subject {
  modelIds: string[];
  tiers: string[];
  defaults: ('text' | 'image')[];
}
export interface ReferenceGroup {
  kind: string;
  title: string;
  count: number;
  items: Reference[];
  blocksDeletion: boolean;
}

/** Everything that uses the models: sites, defaults, other models, prices, work under way, schedules, past work. */
export async function findReferences(ctx: Context, subject: Subject): Promise<References> {
  return inTransaction(ctx, async (tx) => {
    const found: ReferenceGroup[] = [];
    for (const source of [
      chosenBySites,
      servedByDefault,
      successorOf,
      scheduledPrices,
      pastPrices,
      workUnderWay,
      schedules,
      pastWork,
    ]) {
      const group = await source(tx, subject);
      if (group && group.count > 0) found.push(group);
    }
    return {
      blocksDeletion: found.some((group) => group.blocksDeletion),
      groups: found.map(({ kind, title, count: total, items }) => ({ kind, title, count: total, items })),
    };
  });
}

/** The subject of one model: itself, its tier when it serves it, and the type whose default it is. */
export const subjectOf = (model: {
  id: string;
  status: string;
  qualityTier: string | null;
  isDefault: boolean;
  modelType: 'text' | 'image';
}): Subject => ({
  modelIds: [model.id],
  tiers: model.status === 'active' && model.qualityTier ? [model.qualityTier] : [],
  defaults: model.isDefault ? [model.modelType] : [],
});

const siteItems = (rows: { id: string; name: string }[]): Reference[] =>
  rows
    .slice(0, SHOWN)
    .map((row) => ({ kind: 'site', id: row.id, label: row.name, link: `/sites/${row.id}/settings` }));

async function chosenBySites(ctx: Context, subject: Subject): Promise<ReferenceGroup> {
  const rows = await choosers(ctx, subject);
  // A tier is a promise to a site, not a pointer to this model: only an explicit choice keeps a row from being deleted.
  const explicit = await choosers(ctx, { ...subject, tiers: [] });
  return {
    kind: 'site',
    title: 'Sites that chose it',
    count: rows.length,
    items: siteItems(rows),
    blocksDeletion: explicit.length > 0,
  };
}

function choosers({ db }: Context, { modelIds, tiers }: Subject): Promise<{ id: string; name: string }[]> {
  const chosen = or(
    inArray(siteSettings.textModelId, modelIds),
    inArray(siteSettings.imageModelId, modelIds),
    tiers.length > 0 ? inArray(siteSettings.imageTier, tiers) : undefined,
  );
  return db
    .select({ id: sites.id, name: sites.name })
    .from(siteSettings)
    .innerJoin(sites, eq(sites.id, siteSettings.siteId))
    .where(chosen)
    .orderBy(sites.name);
}

async function servedByDefault(ctx: Context, subject: Subject): Promise<ReferenceGroup | null> {
  if (subject.defaults.length === 0) return null;
  const rows = await followers(ctx, subject);
  return {
    kind: 'default',
    title: 'Sites that follow the default',
    count: rows.length,
    items: siteItems(rows),
    blocksDeletion: true,
  };
}

async function followers({ db }: Context, { defaults }: Subject): Promise<{ id: string; name: string }[]> {
  const rows = await db
    .select({
      id: sites.id,
      name: sites.name,
      text: siteSettings.textModelId,
      image: siteSettings.imageModelId,
      tier: siteSettings.imageTier,
    })
    .from(sites)
    .leftJoin(siteSettings, eq(siteSettings.siteId, sites.id))
    .orderBy(sites.name);
  return rows.filter(
    (row) =>
      (defaults.includes('text') && row.text === null) ||
      (defaults.includes('image') && row.image === null && row.tier === null),
  );
}

async function successorOf({ db }: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const rows = await db
    .select({ id: aiModels.id, name: aiModels.displayName })
    .from(aiModels)
    .where(and(isNotNull(aiModels.successorId), inArray(aiModels.successorId, modelIds)));
  return {
    kind: 'model',
    title: 'Models that it succeeds',
    count: rows.length,
    items: rows
      .slice(0, SHOWN)
      .map((row) => ({ kind: 'model', id: row.id, label: row.name, link: `/admin/models/${row.id}` })),
    blocksDeletion: true,
  };
}

async function scheduledPrices(ctx: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const rows = (await ctx.db.select().from(modelPrices).where(inArray(modelPrices.modelId, modelIds))).filter(
    (price) => price.cancelledAt === null && price.effectiveFrom > ctx.clock.now(),
  );
  const items = rows.map((price) => ({
    kind: 'price',
    id: price.id,
    label: `${priceLabel(price)} from ${price.effectiveFrom.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    link: `/admin/models/${price.modelId}`,
  }));
  return {
    kind: 'price',
    title: 'Scheduled prices',
    count: rows.length,
    items: items.slice(0, SHOWN),
    blocksDeletion: true,
  };
}

// A model that is made again has a history of its own: what its price was and would be is kept with the model.
async function pastPrices(ctx: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const now = ctx.clock.now();
  const started = (
    await ctx.db.select().from(modelPrices).where(inArray(modelPrices.modelId, modelIds))
  ).filter((price) => price.cancelledAt === null && price.effectiveFrom <= now);
  const inForce = new Set(
    [...Map.groupBy(started, (price) => price.modelId).values()].map(
      (prices) => priceInForce(prices, now)?.id,
    ),
  );
  const past = started.filter((price) => !inForce.has(price.id));
  return { kind: 'past_price', title: 'Past prices', count: past.length, items: [], blocksDeletion: true };
}

const ENDED = ['succeeded', 'partly_succeeded', 'failed', 'cancelled'] as const;
const uses = (modelIds: string[]) =>
  or(
    inArray(runs.askedModelId, modelIds),
    inArray(runs.pricedModelId, modelIds),
    inArray(runs.servedModelId, modelIds),
  );

async function workUnderWay({ db }: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const rows = await db
    .select({ id: runs.id, operation: runs.operation, site: sites.name })
    .from(runs)
    .innerJoin(sites, eq(sites.id, runs.siteId))
    .where(and(uses(modelIds), notInArray(runs.status, [...ENDED])));
  const items = rows.slice(0, SHOWN).map((row) => ({
    kind: 'run',
    id: row.id,
    label: `${row.operation.replaceAll('_', ' ')} for ${row.site}`,
    link: `/admin/runs/${row.id}`,
  }));
  return { kind: 'run', title: 'Runs under way', count: rows.length, items, blocksDeletion: true };
}

/** Schedules that are on for the sites that would feel it. */
async function schedules(ctx: Context, subject: Subject): Promise<ReferenceGroup> {
  const concerned = [...(await choosers(ctx, subject)), ...(await followers(ctx, subject))].map(
    (site) => site.id,
  );
  const rows =
    concerned.length === 0
      ? []
      : await ctx.db
          .select({ id: sites.id, name: sites.name })
          .from(automations)
          .innerJoin(sites, eq(sites.id, automations.siteId))
          .where(
            and(
              inArray(automations.siteId, concerned),
              eq(automations.scheduleEnabled, true),
              isNull(automations.pausedAt),
            ),
          );
  const items = rows
    .slice(0, SHOWN)
    .map((row) => ({ kind: 'automation', id: row.id, label: row.name, link: `/sites/${row.id}/automation` }));
  return {
    kind: 'automation',
    title: 'Schedules of such sites',
    count: rows.length,
    items,
    blocksDeletion: false,
  };
}

async function pastWork({ db }: Context, { modelIds }: Subject): Promise<ReferenceGroup> {
  const [row] = await db
    .select({ total: count() })
    .from(runs)
    .where(and(uses(modelIds), inArray(runs.status, [...ENDED])));
  return { kind: 'past_run', title: 'Past runs', count: row?.total ?? 0, items: [], blocksDeletion: true };
}

import { and, asc, count, desc, eq, gt, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { aiModels, siteSettings } from '#db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { invalidField, notFound } from '../errors.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { brief, choiceLabel, missingFor } from './choices.ts';
import { priceInForce, priceLabel, scheduledPrices } from './price.ts';
import { findReferences, subjectOf } from './references.ts';
import { isResolved, resolve } from './resolve.ts';
import type { Model, References } from './schema.ts';
import { type ModelRow, type RegistrySnapshot, registrySnapshot } from './snapshot.ts';

export const MODEL_SORT = ['display_name', 'model_name', 'created_at', 'updated_at', 'shutdown_at'] as const;

export interface ModelQuery {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
  search?: string | undefined;
  modelType?: 'text' | 'image' | undefined;
  status?: ModelRow['status'] | undefined;
  qualityTier?: string | undefined;
  providerId?: string | undefined;
  isDefault?: boolean | undefined;
}

const COLUMNS = {
  display_name: sql<string>`lower(${aiModels.displayName})`,
  model_name: sql<string>`lower(${aiModels.modelName})`,
  created_at: sql<string>`to_char(${aiModels.createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.USOF')`,
  updated_at: sql<string>`to_char(${aiModels.updatedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.USOF')`,
  shutdown_at: sql<string>`coalesce(to_char(${aiModels.shutdownAt} at time zone 'UTC', 'YYYY-MM-DD'), '9999-12-31')`,
} as const;

/** All models, inactive ones too, a page at a time. For administrators. */
export async function listModels(ctx: Context, query: ModelQuery): Promise<Page<Model>> {
  requireAdministrator(ctx);
  const descending = query.sort?.startsWith('-') ?? false;
  const name = (query.sort ?? 'display_name').replace(/^-/, '');
  if (!(name in COLUMNS)) throw invalidField('sort', `Sort by one of ${MODEL_SORT.join(', ')}.`);
  const column = COLUMNS[name as keyof typeof COLUMNS];
  const order = descending ? desc : asc;
  const conditions: (SQL | undefined)[] = [
    query.search
      ? or(
          ilike(aiModels.displayName, `%${escaped(query.search)}%`),
          ilike(aiModels.modelName, `%${escaped(query.search)}%`),
        )
      : undefined,
    query.modelType ? eq(aiModels.modelType, query.modelType) : undefined,
    query.status ? eq(aiModels.status, query.status) : undefined,
    query.qualityTier ? eq(aiModels.qualityTier, query.qualityTier) : undefined,
    query.providerId ? eq(aiModels.providerId, query.providerId) : undefined,
    query.isDefault === undefined ? undefined : eq(aiModels.isDefault, query.isDefault),
  ];
  const position = readCursor(query.cursor);
  if (position) {
    const beyond = descending ? lt : gt;
    conditions.push(
      or(
        beyond(column, String(position[0])),
        and(sql`${column} = ${String(position[0])}`, beyond(aiModels.id, position[1])),
      ),
    );
  }
  const snapshot = await registrySnapshot(ctx);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select({ model: aiModels, sortValue: column })
      .from(aiModels)
      .where(and(...conditions))
      .orderBy(order(column), order(aiModels.id))
      .limit(query.limit + 1);
    const page = pageOf(rows, query.limit, (row) => [row.sortValue, row.model.id]);
    return {
      data: await describeModels(
        tx,
        snapshot,
        page.data.map((row) => row.model),
      ),
      nextCursor: page.nextCursor,
    };
  });
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** One model. Throws 404. For administrators. */
export async function getModel(ctx: Context, id: string): Promise<Model> {
  requireAdministrator(ctx);
  const snapshot = await registrySnapshot(ctx);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(aiModels).where(eq(aiModels.id, id));
    const [model] = row ? await describeModels(tx, snapshot, [row]) : [];
    if (!model) throw notFound('model');
    return model;
  });
}

/** Where a model is used. Throws 404. For administrators. */
export async function modelReferences(ctx: Context, id: string): Promise<References> {
  requireAdministrator(ctx);
  const [row] = await ctx.db.select().from(aiModels).where(eq(aiModels.id, id));
  if (!row) throw notFound('model');
  return findReferences(ctx, subjectOf(row));
}

const DAY_MS = 86_400_000;

/** Whole days until a time, rounded up; negative when it is past. */
export const daysUntil = (end: Date, now: Date): number =>
  Math.ceil((end.getTime() - now.getTime()) / DAY_MS);

async function describeModels(ctx: Context, snapshot: RegistrySnapshot, rows: ModelRow[]): Promise<Model[]> {
  const sites = await siteCounts(ctx, rows);
  const at = ctx.clock.now();
  return rows.flatMap((row) => {
    const provider = snapshot.providers.get(row.providerId);
    if (!provider) return [];
    const prices = snapshot.prices.get(row.id) ?? [];
    const price = priceInForce(prices, at);
    const [next] = scheduledPrices(prices, at);
    const result = resolve(snapshot, { modelType: row.modelType, modelId: row.id }, at);
    const missing = missingFor(snapshot, row, at);
    const successor = snapshot.models.get(row.successorId ?? '');
    return {
      ...row,
      providerOptions: row.providerOptions as Model['providerOptions'],
      provider: {
        id: provider.id,
        slug: provider.slug,
        name: provider.name,
        isActive: provider.isActive,
        isSandbox: provider.isSandbox,
      },
      price: price && {
        id: price.id,
        tokensPerCredit: price.tokensPerCredit,
        creditsPerImage: price.creditsPerImage,
        label: priceLabel(price),
        effectiveFrom: price.effectiveFrom,
      },
      nextPrice: next ? { id: next.id, label: priceLabel(next), effectiveFrom: next.effectiveFrom } : null,
      label: choiceLabel(snapshot, row, at),
      offered: row.status === 'active' && missing.length === 0,
      missing,
      successor: successor ? brief(successor) : null,
      servedBy: isResolved(result) && result.served.id !== row.id ? brief(result.served) : null,
      servedReason: isResolved(result) ? result.reason : result.unresolved,
      daysLeft: row.shutdownAt ? daysUntil(row.shutdownAt, at) : null,
      siteCount: sites.get(row.id) ?? 0,
    };
  });
}

async function siteCounts(ctx: Context, rows: ModelRow[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.id);
  const explicit = await Promise.all(
    [siteSettings.textModelId, siteSettings.imageModelId].map((column) =>
      ctx.db
        .select({ id: column, total: count() })
        .from(siteSettings)
        .where(inArray(column, ids))
        .groupBy(column),
    ),
  );
  const tiers = await ctx.db
    .select({ tier: siteSettings.imageTier, total: count() })
    .from(siteSettings)
    .where(sql`${siteSettings.imageModelId} is null`)
    .groupBy(siteSettings.imageTier);
  const total = new Map<string, number>();
  for (const { id, total: n } of explicit.flat()) if (id) total.set(id, (total.get(id) ?? 0) + n);
  for (const row of rows) {
    const byTier =
      row.status === 'active'
        ? tiers.find((entry) => entry.tier !== null && entry.tier === row.qualityTier)?.total
        : undefined;
    if (byTier) total.set(row.id, (total.get(row.id) ?? 0) + byTier);
  }
  return total;
}

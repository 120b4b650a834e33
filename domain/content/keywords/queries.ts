import { and, asc, eq, gte, isNull, lte, sql } from 'drizzle-orm';
import { clusters, keywords } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import type { Page } from '../../paging.ts';
import { anywhere, keyset, type ListRequest, type Sort, shown } from '../rows.ts';
import { workspaceOf } from '../workspace.ts';
import { type KeywordFilters, type KeywordView, MOST_KEYWORDS } from './schema.ts';

const SORTS: Record<string, Sort<KeywordView>> = {
  created_at: { by: keywords.createdAt, type: 'timestamptz', value: (row) => row.createdAt.toISOString() },
  keyword: { by: sql`lower(${keywords.keyword})`, type: 'text', value: (row) => row.keyword.toLowerCase() },
  volume: { by: sql`coalesce(${keywords.volume}, -1)`, type: 'integer', value: (row) => row.volume ?? -1 },
  difficulty: {
    by: sql`coalesce(${keywords.difficulty}, -1)`,
    type: 'integer',
    value: (row) => row.difficulty ?? -1,
  },
};

const matching = (
  siteId: string,
  { q, status, intent, country, clusterId, minVolume, maxDifficulty }: KeywordFilters,
) =>
  and(
    eq(keywords.siteId, siteId),
    isNull(keywords.deletedAt),
    q ? sql`lower(${keywords.keyword}) like ${anywhere(q)}` : undefined,
    status ? eq(keywords.status, status) : undefined,
    intent ? eq(keywords.intent, intent) : undefined,
    country === undefined ? undefined : eq(keywords.country, country.toUpperCase()),
    clusterId ? eq(keywords.clusterId, clusterId) : undefined,
    minVolume === undefined ? undefined : gte(keywords.volume, minVolume),
    maxDifficulty === undefined ? undefined : lte(keywords.difficulty, maxDifficulty),
  );

const view = { ...shown(keywords), clusterName: clusters.name };

/** A page of the site's keywords. Throws 404 for a site that is not the actor's. */
export const listKeywords = (
  ctx: Context,
  siteId: string,
  request: ListRequest & KeywordFilters,
): Promise<Page<KeywordView>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const { after, order, most, page } = keyset(SORTS, request, keywords.id);
    const rows = await tx.db
      .select(view)
      .from(keywords)
      .leftJoin(clusters, eq(clusters.id, keywords.clusterId))
      .where(and(matching(siteId, request), after))
      .orderBy(...order)
      .limit(most);
    return page(rows);
  });

/** Ids of all the site's keywords that match, so that they can be selected together. Throws 404 for a site that is not the actor's. */
export const keywordIds = (
  ctx: Context,
  siteId: string,
  filters: KeywordFilters,
): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const rows = await tx.db
      .select({ id: keywords.id })
      .from(keywords)
      .where(matching(siteId, filters))
      .orderBy(asc(keywords.id))
      .limit(MOST_KEYWORDS);
    return { ids: rows.map((row) => row.id) };
  });

/** One keyword of the site. Throws 404. */
export const getKeyword = (ctx: Context, siteId: string, id: string): Promise<KeywordView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select(view)
      .from(keywords)
      .leftJoin(clusters, eq(clusters.id, keywords.clusterId))
      .where(and(eq(keywords.siteId, siteId), eq(keywords.id, id), isNull(keywords.deletedAt)));
    if (!row) throw notFound('keyword');
    return row;
  });

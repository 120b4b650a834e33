import { and, eq, isNull, notExists, sql } from 'drizzle-orm';
import { clusters, contentIdeas, keywords } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import type { Page } from '../../paging.ts';
import { anywhere, countOf, keyset, type ListRequest, type Sort, shown } from '../rows.ts';
import type { Intent } from '../types.ts';
import { workspaceOf } from '../workspace.ts';
import type { ClusterView } from './schema.ts';

const members = sql`from ${keywords} where ${keywords.clusterId} = ${clusters.id} and ${keywords.deletedAt} is null`;
const ideas = sql`from ${contentIdeas} where ${contentIdeas.clusterId} = ${clusters.id} and ${contentIdeas.deletedAt} is null`;
const volume = sql<number>`(select coalesce(sum(${keywords.volume}), 0)::bigint ${members})`;
const view = {
  ...shown(clusters),
  keywordCount: countOf(members),
  volume: volume.mapWith(Number),
  ideaCount: countOf(ideas),
  topKeywords: sql<
    string[]
  >`array(select ${keywords.keyword} ${members} order by coalesce(${keywords.volume}, -1) desc, ${keywords.id} limit 8)`,
};

const SORTS: Record<string, Sort<ClusterView>> = {
  created_at: { by: clusters.createdAt, type: 'timestamptz', value: (row) => row.createdAt.toISOString() },
  name: { by: sql`lower(${clusters.name})`, type: 'text', value: (row) => row.name.toLowerCase() },
  volume: { by: sql`(${volume})::bigint`, type: 'bigint', value: (row) => row.volume },
};

/** A page of the site's clusters with their keywords counted. `withoutIdeas`: those for which no ideas were made yet. */
export const listClusters = (
  ctx: Context,
  siteId: string,
  request: ListRequest & {
    q?: string | undefined;
    intent?: Intent | undefined;
    withoutIdeas?: boolean | undefined;
  },
): Promise<Page<ClusterView>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const { after, order, most, page } = keyset(SORTS, request, clusters.id);
    const itsIdeas = tx.db
      .select({ one: sql`1` })
      .from(contentIdeas)
      .where(and(eq(contentIdeas.clusterId, clusters.id), isNull(contentIdeas.deletedAt)));
    const rows = await tx.db
      .select(view)
      .from(clusters)
      .where(
        and(
          eq(clusters.siteId, siteId),
          isNull(clusters.deletedAt),
          request.q ? sql`lower(${clusters.name}) like ${anywhere(request.q)}` : undefined,
          request.intent ? eq(clusters.intent, request.intent) : undefined,
          request.withoutIdeas ? notExists(itsIdeas) : undefined,
          after,
        ),
      )
      .orderBy(...order)
      .limit(most);
    return page(rows);
  });

/** One cluster of the site. Throws 404. */
export const getCluster = (ctx: Context, siteId: string, id: string): Promise<ClusterView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select(view)
      .from(clusters)
      .where(and(eq(clusters.siteId, siteId), eq(clusters.id, id), isNull(clusters.deletedAt)));
    if (!row) throw notFound('cluster');
    return row;
  });

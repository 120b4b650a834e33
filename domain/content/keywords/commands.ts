import { and, eq, isNull, sql } from 'drizzle-orm';
import { clusters, keywords } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { anyOf, lockVersion, recordMany, type Some, saveVersion, type Versioned } from '../rows.ts';
import { workspaceOf } from '../workspace.ts';
import { getKeyword } from './queries.ts';
import type { KeywordView, MovedKeywords, MoveKeywordsBack, UpdateKeyword } from './schema.ts';

/** Changes a keyword; moving it to a cluster makes it clustered, out of one new. Throws 404, 403, 412, and 409 for a duplicate. */
export const updateKeyword = (
  ctx: Context,
  input: Versioned & { change: UpdateKeyword },
): Promise<KeywordView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const before = await lockVersion(tx, 'keyword', input);
    const { archived, ...change } = input.change;
    const clusterId = change.clusterId === undefined ? before.clusterId : change.clusterId;
    if (change.clusterId) await livingCluster(tx, input.siteId, change.clusterId);
    const isArchived = archived ?? before.status === 'archived';
    const status = isArchived ? 'archived' : clusterId ? 'clustered' : 'new';
    await saveVersion(tx, 'keyword', before, { ...change, clusterId, status });
    await recordAudit(tx, {
      action: 'keyword.changed',
      object: { type: 'keyword', id: before.id, label: before.keyword },
      accountId: workspace.accountId,
      after: input.change,
    });
    return getKeyword(tx, input.siteId, before.id);
  });

/** Moves keywords into a cluster, or with null out of theirs. Archived ones stay archived. The answer is what `moveKeywordsBack` needs to undo it. */
export const moveKeywords = (
  ctx: Context,
  { siteId, ids, clusterId }: Some & { clusterId: string | null },
): Promise<MovedKeywords> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    if (clusterId) await livingCluster(tx, siteId, clusterId);
    const before = await tx.db
      .select({ id: keywords.id, clusterId: keywords.clusterId })
      .from(keywords)
      .where(
        and(eq(keywords.siteId, siteId), sql`${keywords.id} = ${anyOf(ids)}`, isNull(keywords.deletedAt)),
      )
      .for('update');
    const moved = await tx.db
      .update(keywords)
      .set({
        clusterId,
        status: sql`case when ${keywords.status} = 'archived' then ${keywords.status} else ${clusterId ? 'clustered' : 'new'}::keyword_status end`,
        updatedAt: tx.clock.now(),
        version: sql`${keywords.version} + 1`,
      })
      .where(
        and(eq(keywords.siteId, siteId), sql`${keywords.id} = ${anyOf(ids)}`, isNull(keywords.deletedAt)),
      )
      .returning({ id: keywords.id });
    if (moved.length < new Set(ids).size) throw notFound('keyword');
    await recordMany(tx, workspace, 'keywords.moved', ids, { clusterId });
    const from = [...Map.groupBy(before, (row) => row.clusterId)].map(([place, rows]) => ({
      clusterId: place,
      ids: rows.map((row) => row.id),
    }));
    return { ids: moved.map((row) => row.id), from };
  });

/** Moves keywords back to where they were; out of any cluster where that one is gone. */
export const moveKeywordsBack = (
  ctx: Context,
  { siteId, from }: { siteId: string } & MoveKeywordsBack,
): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'editor');
    const places = from.flatMap((place) => place.clusterId ?? []);
    const living = await tx.db
      .select({ id: clusters.id })
      .from(clusters)
      .where(
        and(eq(clusters.siteId, siteId), sql`${clusters.id} = ${anyOf(places)}`, isNull(clusters.deletedAt)),
      );
    const ids: string[] = [];
    for (const place of from) {
      const clusterId = living.some((row) => row.id === place.clusterId) ? place.clusterId : null;
      ids.push(...(await moveKeywords(tx, { siteId, ids: place.ids, clusterId })).ids);
    }
    return { ids };
  });

async function livingCluster(ctx: Context, siteId: string, id: string): Promise<void> {
  const [cluster] = await ctx.db
    .select({ id: clusters.id })
    .from(clusters)
    .where(and(eq(clusters.id, id), eq(clusters.siteId, siteId), isNull(clusters.deletedAt)));
  if (!cluster) throw notFound('cluster');
}

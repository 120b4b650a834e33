import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { clusters, contentIdeas, keywords } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { moveKeywords } from '../keywords/commands.ts';
import {
  anyOf,
  lockVersion,
  removeRows,
  restoreRows,
  type Some,
  saveVersion,
  type Versioned,
} from '../rows.ts';
import { madeNow, ownedBy, workspaceOf } from '../workspace.ts';
import { getCluster } from './queries.ts';
import type { ClusterView, NewCluster, RemovedClusters, UpdateCluster } from './schema.ts';

/** Makes a cluster by hand and moves the given keywords into it. Throws 409 for a name that the site has. */
export const createCluster = (
  ctx: Context,
  { siteId, keywordIds, ...words }: NewCluster & { siteId: string },
): Promise<ClusterView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const [made] = await tx.db
      .insert(clusters)
      .values({ ...ownedBy(workspace), ...words, ...madeNow(tx) })
      .returning();
    await recordAudit(tx, {
      action: 'cluster.created',
      object: { type: 'cluster', id: made!.id, label: words.name },
      accountId: workspace.accountId,
      after: words,
    });
    if (keywordIds.length > 0) await moveKeywords(tx, { siteId, ids: keywordIds, clusterId: made!.id });
    return getCluster(tx, siteId, made!.id);
  });

/** Renames or describes a cluster. Throws 404, 403, 412, 409. */
export const updateCluster = (
  ctx: Context,
  input: Versioned & { change: UpdateCluster },
): Promise<ClusterView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const before = await lockVersion(tx, 'cluster', input);
    await saveVersion(tx, 'cluster', before, input.change);
    const { name, description, intent } = before;
    await recordAudit(tx, {
      action: 'cluster.changed',
      object: { type: 'cluster', id: before.id, label: name },
      accountId: workspace.accountId,
      before: { name, description, intent },
      after: input.change,
    });
    return getCluster(tx, input.siteId, before.id);
  });

/** Moves the keywords and ideas of clusters into one of them and removes the others. */
export const mergeClusters = (
  ctx: Context,
  { siteId, ids, into }: Some & { into: string },
): Promise<ClusterView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'editor');
    await getCluster(tx, siteId, into);
    const others = await tx.db
      .select({ id: clusters.id })
      .from(clusters)
      .where(
        and(
          eq(clusters.siteId, siteId),
          sql`${clusters.id} = ${anyOf(ids)}`,
          ne(clusters.id, into),
          isNull(clusters.deletedAt),
        ),
      )
      .for('update');
    if (others.length < new Set(ids.filter((id) => id !== into)).size) throw notFound('cluster');
    const from = others.map((row) => row.id);
    if (from.length === 0) return getCluster(tx, siteId, into);
    const changed = { clusterId: into, updatedAt: tx.clock.now() };
    await tx.db
      .update(keywords)
      .set({ ...changed, version: sql`${keywords.version} + 1` })
      .where(inArray(keywords.clusterId, from));
    await tx.db
      .update(contentIdeas)
      .set({ ...changed, version: sql`${contentIdeas.version} + 1` })
      .where(inArray(contentIdeas.clusterId, from));
    await removeRows(tx, 'cluster', { siteId, ids: from });
    return getCluster(tx, siteId, into);
  });

/** Removes clusters; their keywords stay, in no cluster. The answer is what `restoreClusters` needs to undo it. */
export const removeClusters = (ctx: Context, { siteId, ids }: Some): Promise<RemovedClusters> =>
  inTransaction(ctx, async (tx) => {
    const removed = await removeRows(tx, 'cluster', { siteId, ids });
    const freed = removed.ids.length
      ? await tx.db
          .select({ id: keywords.id, clusterId: keywords.clusterId })
          .from(keywords)
          .where(and(inArray(keywords.clusterId, removed.ids), isNull(keywords.deletedAt)))
      : [];
    if (freed.length > 0)
      await moveKeywords(tx, { siteId, ids: freed.map((row) => row.id), clusterId: null });
    return {
      clusters: removed.ids.map((id) => ({
        id,
        keywordIds: freed.filter((row) => row.clusterId === id).map((row) => row.id),
      })),
    };
  });

/** Takes removed clusters back with those of their keywords that are still in none. */
export const restoreClusters = (
  ctx: Context,
  input: { siteId: string } & RemovedClusters,
): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    const restored = await restoreRows(tx, 'cluster', {
      siteId: input.siteId,
      ids: input.clusters.map((cluster) => cluster.id),
    });
    for (const { id, keywordIds } of input.clusters.filter((cluster) => restored.ids.includes(cluster.id))) {
      const free = await tx.db
        .select({ id: keywords.id })
        .from(keywords)
        .where(
          and(
            eq(keywords.siteId, input.siteId),
            sql`${keywords.id} = ${anyOf(keywordIds)}`,
            isNull(keywords.clusterId),
            isNull(keywords.deletedAt),
          ),
        );
      if (free.length > 0)
        await moveKeywords(tx, { siteId: input.siteId, ids: free.map((row) => row.id), clusterId: id });
    }
    return restored;
  });

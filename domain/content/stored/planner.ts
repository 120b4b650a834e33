import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { clusters, contentIdeas, keywords } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import type { ContentType, Intent } from '../types.ts';
import { madeNow, ownedBy, type Workspace } from '../workspace.ts';
import { once, type StepOrigin, type Stored } from './once.ts';

export interface ClusterResult {
  name: string;
  description: string;
  intent: Intent | null;
  /** Ids of the site's keywords; one that is gone or unknown is left out, one named twice goes to the first. */
  keywordIds: readonly string[];
}

/** Stores clusters with their keywords. A cluster whose name the site has takes the keywords in; one without keywords is left out. */
export const storeClusters = (
  ctx: Context,
  input: StepOrigin & { clusters: readonly ClusterResult[] },
): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'clusters', async (workspace) => {
      const free = new Set(
        await livingKeywords(
          tx,
          workspace,
          input.clusters.flatMap((cluster) => cluster.keywordIds),
        ),
      );
      const ids = new Set<string>();
      for (const cluster of input.clusters) {
        const members = cluster.keywordIds.filter((id) => free.delete(id));
        if (members.length === 0) continue;
        const id = await clusterNamed(tx, workspace, cluster);
        ids.add(id);
        await tx.db
          .update(keywords)
          .set({
            clusterId: id,
            status: 'clustered',
            updatedAt: tx.clock.now(),
            version: sql`${keywords.version} + 1`,
          })
          .where(inArray(keywords.id, members));
      }
      return [...ids];
    }),
  );

async function livingKeywords(
  ctx: Context,
  { siteId }: Workspace,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ id: keywords.id })
    .from(keywords)
    .where(and(eq(keywords.siteId, siteId), inArray(keywords.id, [...ids]), isNull(keywords.deletedAt)))
    .for('update');
  return rows.map((row) => row.id);
}

async function clusterNamed(
  ctx: Context,
  workspace: Workspace,
  { name, description, intent }: ClusterResult,
): Promise<string> {
  const called = name.trim().slice(0, 200) || 'Cluster';
  const [made] = await ctx.db
    .insert(clusters)
    .values({ ...ownedBy(workspace), name: called, description, intent, ...madeNow(ctx) })
    .onConflictDoNothing()
    .returning({ id: clusters.id });
  if (made) return made.id;
  const [earlier] = await ctx.db
    .select({ id: clusters.id })
    .from(clusters)
    .where(
      and(
        eq(clusters.siteId, workspace.siteId),
        sql`lower(${clusters.name}) = lower(${called})`,
        isNull(clusters.deletedAt),
      ),
    );
  return earlier!.id;
}

export interface IdeaResult {
  /** Null, or unknown on the site by now: an idea of no cluster. */
  clusterId: string | null;
  title: string;
  summary: string;
  outline: readonly string[];
  targetKeywords: readonly string[];
  contentType: ContentType;
}

/** Stores content ideas. An idea without a title is left out. */
export const storeIdeas = (
  ctx: Context,
  input: StepOrigin & { ideas: readonly IdeaResult[] },
): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'ideas', async (workspace) => {
      const wanted = input.ideas.flatMap((idea) => idea.clusterId ?? []);
      const known = wanted.length
        ? await tx.db
            .select({ id: clusters.id })
            .from(clusters)
            .where(and(eq(clusters.siteId, workspace.siteId), inArray(clusters.id, wanted)))
        : [];
      const rows = input.ideas
        .filter((idea) => idea.title.trim())
        .map((idea) => ({
          ...ownedBy(workspace),
          clusterId: known.find((cluster) => cluster.id === idea.clusterId)?.id ?? null,
          title: idea.title.trim().slice(0, 300),
          summary: idea.summary,
          outline: [...idea.outline],
          targetKeywords: [...idea.targetKeywords],
          contentType: idea.contentType,
          ...madeNow(tx),
        }));
      if (rows.length === 0) return [];
      return (await tx.db.insert(contentIdeas).values(rows).returning({ id: contentIdeas.id })).map(
        (row) => row.id,
      );
    }),
  );

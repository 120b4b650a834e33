import { and, eq, getTableColumns, inArray, isNull } from 'drizzle-orm';
import { articles, clusters, contentIdeas, imagePrompts, keywords, tasks } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { invalidField } from '../errors.ts';
import type { SiteProfile } from './site.ts';

type Row = { id: string };

/** The rows in the order of the ids. Throws invalid_field for an id that is not there: of another site, deleted, or made up. */
function inOrder<T extends Row>(rows: T[], ids: readonly string[], path: string, what: string): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].map((id) => {
    const row = byId.get(id);
    if (!row) throw invalidField(path, `There is no such ${what} on this site.`);
    return row;
  });
}

type SiteTable =
  | typeof keywords
  | typeof clusters
  | typeof contentIdeas
  | typeof tasks
  | typeof articles
  | typeof imagePrompts;

const living = (table: SiteTable, site: SiteProfile, ids: readonly string[]) =>
  and(eq(table.siteId, site.siteId), inArray(table.id, [...ids]), isNull(table.deletedAt));

/** Keywords of the site, in the order of the ids. Throws 422 at `path`. */
export const loadKeywords = (ctx: Context, site: SiteProfile, ids: readonly string[], path = 'keyword_ids') =>
  inTransaction(ctx, async ({ db }) =>
    inOrder(
      await db
        .select()
        .from(keywords)
        .where(living(keywords, site, ids)),
      ids,
      path,
      'keyword',
    ),
  );

/** Clusters of the site with their keywords, most searched first. Throws 422 at `path`. */
export const loadClusters = (ctx: Context, site: SiteProfile, ids: readonly string[], path = 'cluster_ids') =>
  inTransaction(ctx, async ({ db }) => {
    const found = inOrder(
      await db
        .select()
        .from(clusters)
        .where(living(clusters, site, ids)),
      ids,
      path,
      'cluster',
    );
    const members = await db
      .select({ clusterId: keywords.clusterId, keyword: keywords.keyword, volume: keywords.volume })
      .from(keywords)
      .where(
        and(
          eq(keywords.siteId, site.siteId),
          inArray(keywords.clusterId, [...ids]),
          isNull(keywords.deletedAt),
        ),
      );
    const ranked = members.toSorted(
      (a, b) => (b.volume ?? 0) - (a.volume ?? 0) || a.keyword.localeCompare(b.keyword),
    );
    return found.map((cluster) => ({
      ...cluster,
      keywords: ranked.filter((member) => member.clusterId === cluster.id).map((member) => member.keyword),
    }));
  });

/** Tasks of the site, in the order of the ids. Throws 422 at `path`. */
export const loadTasks = (ctx: Context, site: SiteProfile, ids: readonly string[], path = 'task_ids') =>
  inTransaction(ctx, async ({ db }) =>
    inOrder(
      await db
        .select()
        .from(tasks)
        .where(living(tasks, site, ids)),
      ids,
      path,
      'task',
    ),
  );

/** Ideas of the site, in the order of the ids. Throws 422 at `path`. */
export const loadIdeas = (ctx: Context, site: SiteProfile, ids: readonly string[], path = 'idea_ids') =>
  inTransaction(ctx, async ({ db }) =>
    inOrder(
      await db
        .select()
        .from(contentIdeas)
        .where(living(contentIdeas, site, ids)),
      ids,
      path,
      'idea',
    ),
  );

/** Articles of the site, in the order of the ids. Throws 422 at `path`. */
export const loadArticles = (ctx: Context, site: SiteProfile, ids: readonly string[], path = 'article_ids') =>
  inTransaction(ctx, async ({ db }) =>
    inOrder(
      await db
        .select()
        .from(articles)
        .where(living(articles, site, ids)),
      ids,
      path,
      'article',
    ),
  );

/** Image prompts of the site with their articles’ titles. Throws 422 at `path`. */
export const loadImagePrompts = (
  ctx: Context,
  site: SiteProfile,
  ids: readonly string[],
  path = 'image_prompt_ids',
) =>
  inTransaction(ctx, async ({ db }) =>
    inOrder(
      await db
        .select({ ...getTableColumns(imagePrompts), articleTitle: articles.title })
        .from(imagePrompts)
        .innerJoin(articles, eq(articles.id, imagePrompts.articleId))
        .where(and(living(imagePrompts, site, ids), isNull(articles.deletedAt))),
      ids,
      path,
      'image prompt',
    ),
  );

/** The one row of a unit at the time of its call; it may have been deleted since the run was planned. */
export async function only<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows;
  if (!row) throw invalidField('input', 'What this step was to work on is not there any more.');
  return row;
}

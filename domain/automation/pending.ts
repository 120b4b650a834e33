import { and, asc, desc, eq, exists, inArray, isNull, notExists, sql } from 'drizzle-orm';
import {
  articles,
  clusters,
  contentIdeas,
  imagePrompts,
  images,
  keywords,
  tasks,
} from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Stage } from './stages.ts';

/**
 * What a stage would take up on a site now, oldest first (keywords: most searched first), `limit` at most: ids of keywords,
 * clusters, ideas, tasks, articles or image prompts. Call inside a transaction of the site's account.
 */
export async function pendingItems(
  ctx: Context,
  siteId: string,
  stage: Stage,
  limit: number,
): Promise<string[]> {
  const rows = await QUERIES[stage](ctx.db, siteId).limit(limit);
  return rows.map((row) => row.id);
}

type Db = Context['db'];

const QUERIES = {
  clusters: (db: Db, siteId: string) =>
    db
      .select({ id: keywords.id })
      .from(keywords)
      .where(and(eq(keywords.siteId, siteId), eq(keywords.status, 'new'), isNull(keywords.deletedAt)))
      .orderBy(desc(sql`coalesce(${keywords.volume}, -1)`), asc(keywords.id)),

  ideas: (db: Db, siteId: string) =>
    db
      .select({ id: clusters.id })
      .from(clusters)
      .where(
        and(
          eq(clusters.siteId, siteId),
          isNull(clusters.deletedAt),
          exists(
            db
              .select({ one: sql`1` })
              .from(keywords)
              .where(and(eq(keywords.clusterId, clusters.id), isNull(keywords.deletedAt))),
          ),
          notExists(
            db.select({ one: sql`1` }).from(contentIdeas).where(eq(contentIdeas.clusterId, clusters.id)),
          ),
        ),
      )
      .orderBy(asc(clusters.id)),

  tasks: (db: Db, siteId: string) =>
    db
      .select({ id: contentIdeas.id })
      .from(contentIdeas)
      .where(
        and(
          eq(contentIdeas.siteId, siteId),
          isNull(contentIdeas.deletedAt),
          inArray(contentIdeas.status, ['new', 'accepted']),
        ),
      )
      .orderBy(desc(sql`${contentIdeas.status} = 'accepted'`), asc(contentIdeas.id)),

  content: (db: Db, siteId: string) =>
    db
      .select({ id: tasks.id })
      .from(tasks)
      .where(and(eq(tasks.siteId, siteId), isNull(tasks.deletedAt), eq(tasks.status, 'to_do')))
      .orderBy(asc(tasks.id)),

  image_prompts: (db: Db, siteId: string) =>
    db
      .select({ id: articles.id })
      .from(articles)
      .where(
        and(
          eq(articles.siteId, siteId),
          isNull(articles.deletedAt),
          notExists(
            db
              .select({ one: sql`1` })
              .from(imagePrompts)
              .where(and(eq(imagePrompts.articleId, articles.id), isNull(imagePrompts.deletedAt))),
          ),
        ),
      )
      .orderBy(asc(articles.id)),

  images: (db: Db, siteId: string) =>
    db
      .select({ id: imagePrompts.id })
      .from(imagePrompts)
      .innerJoin(articles, and(eq(articles.id, imagePrompts.articleId), isNull(articles.deletedAt)))
      .where(
        and(
          eq(imagePrompts.siteId, siteId),
          isNull(imagePrompts.deletedAt),
          notExists(
            db
              .select({ one: sql`1` })
              .from(images)
              .where(and(eq(images.promptId, imagePrompts.id), isNull(images.deletedAt))),
          ),
        ),
      )
      .orderBy(asc(imagePrompts.articleId), asc(imagePrompts.position)),
} as const;

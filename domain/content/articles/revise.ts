import { and, eq, isNull, like, max, or, sql } from 'drizzle-orm';
import { articleRevisions, articles, images } from '../../../db/schema/index.ts';
import type { Context } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { readTree } from '../html.ts';
import { imageIdOf } from '../sanitize.ts';
import type { RevisionSource } from '../types.ts';
import { madeNow, ownedBy, type Workspace } from '../workspace.ts';
import { slugOf, storable, type Words } from './words.ts';

export type ArticleRow = typeof articles.$inferSelect;

/** The site's article, its row locked until the transaction ends: whoever changes its words goes through here. Throws 404. */
export async function lockArticle(
  ctx: Context,
  workspace: Workspace,
  articleId: string,
): Promise<ArticleRow> {
  const [article] = await ctx.db
    .select()
    .from(articles)
    .where(and(eq(articles.id, articleId), eq(articles.siteId, workspace.siteId), isNull(articles.deletedAt)))
    .for('update');
  if (!article) throw notFound('article');
  return article;
}

/** Makes an article with its first revision. */
export async function createArticle(
  ctx: Context,
  workspace: Workspace,
  words: Words,
  origin: { taskId: string | null; source: RevisionSource },
): Promise<ArticleRow> {
  const stored = storable(words, workspace.siteId);
  const slug = await freeSlug(ctx, workspace, stored.title);
  const [article] = await ctx.db
    .insert(articles)
    .values({ ...ownedBy(workspace), taskId: origin.taskId, slug, ...stored, ...madeNow(ctx) })
    .returning();
  await keepRevision(ctx, article!, origin.source, 1);
  return article!;
}

async function freeSlug(ctx: Context, { siteId }: Workspace, title: string): Promise<string> {
  const slug = slugOf(title);
  const rows = await ctx.db
    .select({ slug: articles.slug })
    .from(articles)
    .where(
      and(
        eq(articles.siteId, siteId),
        or(eq(articles.slug, slug), like(articles.slug, `${slug}-%`)),
        isNull(articles.deletedAt),
      ),
    );
  const taken = new Set(rows.map((row) => row.slug));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/**
 * Gives a locked article new words as its next revision. Equal words change nothing. Changes of pictures that follow one
 * another are one revision, so that a batch of images is one step back.
 */
export async function revise(
  ctx: Context,
  article: ArticleRow,
  change: Partial<Words>,
  source: RevisionSource,
): Promise<ArticleRow> {
  const words = storable({ ...article, ...change }, article.siteId);
  const same = (['title', 'bodyHtml', 'metaTitle', 'metaDescription'] as const).every(
    (part) => words[part] === article[part],
  );
  if (same && words.tags.join('\n') === article.tags.join('\n')) return article;
  const current = and(
    eq(articleRevisions.articleId, article.id),
    eq(articleRevisions.number, article.revision),
  );
  const joined =
    source === 'images'
      ? await ctx.db
          .update(articleRevisions)
          .set(words)
          .where(and(current, eq(articleRevisions.source, 'images')))
          .returning()
      : [];
  const number = joined.length > 0 ? article.revision : await nextNumber(ctx, article.id);
  const [revised] = await ctx.db
    .update(articles)
    .set({ ...words, revision: number, updatedAt: ctx.clock.now(), version: sql`${articles.version} + 1` })
    .where(eq(articles.id, article.id))
    .returning();
  if (joined.length === 0) await keepRevision(ctx, revised!, source, number);
  await noteShownImages(ctx, revised!);
  return revised!;
}

/** The number of an article's next revision. The article's row is locked, so nobody else takes it. */
export async function nextNumber(ctx: Context, articleId: string): Promise<number> {
  const [last] = await ctx.db
    .select({ number: max(articleRevisions.number) })
    .from(articleRevisions)
    .where(eq(articleRevisions.articleId, articleId));
  return (last?.number ?? 0) + 1;
}

async function keepRevision(
  ctx: Context,
  article: ArticleRow,
  source: RevisionSource,
  number: number,
): Promise<void> {
  const { siteId, accountId, title, bodyHtml, metaTitle, metaDescription, tags, wordCount } = article;
  await ctx.db.insert(articleRevisions).values({
    ...{ siteId, accountId, title, bodyHtml, metaTitle, metaDescription, tags, wordCount },
    articleId: article.id,
    number,
    source,
    authorLabel: ctx.actor.label,
    createdAt: ctx.clock.now(),
  });
}

/** Ids of the images that a body shows, top to bottom. */
export const shownImages = (bodyHtml: string): string[] =>
  readTree(bodyHtml, (root) =>
    [...root.querySelectorAll('img')].flatMap((image) => imageIdOf(image.getAttribute('src') ?? '') ?? []),
  );

/** Placed is what the body shows. */
async function noteShownImages(ctx: Context, article: ArticleRow): Promise<void> {
  const shown = sql`(${images.id} = any (${sql.param(`{${shownImages(article.bodyHtml).join(',')}}`)}::uuid[]))`;
  await ctx.db
    .update(images)
    .set({ isPlaced: shown, deletedAt: sql`case when ${shown} then null else ${images.deletedAt} end` })
    .where(
      and(
        eq(images.articleId, article.id),
        eq(images.placement, 'in_article'),
        sql`${images.isPlaced} <> ${shown}`,
      ),
    );
}

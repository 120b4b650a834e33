import { and, desc, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm';
import { articleRevisions, articles, imagePrompts, images, tasks } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { type Page, pageOf, readCursor } from '../../paging.ts';
import { anywhere, countOf, keyset, type ListRequest, type Sort, shown } from '../rows.ts';
import { workspaceOf } from '../workspace.ts';
import type { ArticleRow, ArticleView, RevisionRow, RevisionView } from './schema.ts';

const { bodyHtml: _body, ...columns } = shown(articles);
const promptsOf = sql`from ${imagePrompts} where ${imagePrompts.articleId} = ${articles.id} and ${imagePrompts.deletedAt} is null`;
const imagesOf = sql`from ${images} where ${images.articleId} = ${articles.id} and ${images.deletedAt} is null and ${images.isPlaced}`;
const row = {
  ...columns,
  promptCount: countOf(promptsOf),
  imageCount: countOf(imagesOf),
  featuredImageId: sql<string | null>`(select ${images.id} ${imagesOf} and ${images.placement} = 'featured')`,
};

const SORTS: Record<string, Sort<ArticleRow>> = {
  updated_at: {
    by: articles.updatedAt,
    type: 'timestamptz',
    value: (article) => article.updatedAt.toISOString(),
  },
  title: { by: sql`lower(${articles.title})`, type: 'text', value: (article) => article.title.toLowerCase() },
  word_count: { by: articles.wordCount, type: 'integer', value: (article) => article.wordCount },
};

export interface ArticleFilters {
  q?: string | undefined;
  state?: ArticleView['state'] | undefined;
  /** `prompts`: without image prompts; `images`: with prompts, some without their image. */
  missing?: 'prompts' | 'images' | undefined;
}

const MISSING = {
  prompts: sql`not exists (select 1 ${promptsOf})`,
  images: sql`exists (select 1 ${promptsOf} and not exists (select 1 from ${images} where ${images.promptId} = ${imagePrompts.id} and ${images.deletedAt} is null))`,
};

/** A page of the site's articles, without their bodies. */
export const listArticles = (
  ctx: Context,
  siteId: string,
  request: ListRequest & ArticleFilters,
): Promise<Page<ArticleRow>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const { after, order, most, page } = keyset(SORTS, request, articles.id);
    const { q, state, missing } = request;
    const rows = await tx.db
      .select(row)
      .from(articles)
      .where(
        and(
          eq(articles.siteId, siteId),
          isNull(articles.deletedAt),
          q ? sql`lower(${articles.title}) like ${anywhere(q)}` : undefined,
          state ? eq(articles.state, state) : undefined,
          missing ? MISSING[missing] : undefined,
          after,
        ),
      )
      .orderBy(...order)
      .limit(most);
    return page(rows);
  });

/** One article of the site with its body and the keywords it was written for. Throws 404. */
export const getArticle = (ctx: Context, siteId: string, id: string): Promise<ArticleView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [article] = await tx.db
      .select({ ...shown(articles), targetKeywords: sql<string[]>`coalesce(${tasks.targetKeywords}, '{}')` })
      .from(articles)
      .leftJoin(tasks, eq(tasks.id, articles.taskId))
      .where(and(eq(articles.siteId, siteId), eq(articles.id, id), isNull(articles.deletedAt)));
    if (!article) throw notFound('article');
    return article;
  });

const { accountId: _account, ...revisionColumns } = getTableColumns(articleRevisions);
const { bodyHtml: _revisionBody, ...revisionRow } = revisionColumns;

/** An article's revisions without their bodies, the newest first. */
export const listRevisions = (
  ctx: Context,
  siteId: string,
  articleId: string,
  request: { limit: number; cursor?: string | undefined },
): Promise<Page<RevisionRow>> =>
  inTransaction(ctx, async (tx) => {
    await getArticle(tx, siteId, articleId);
    const position = readCursor(request.cursor);
    const rows = await tx.db
      .select(revisionRow)
      .from(articleRevisions)
      .where(
        and(
          eq(articleRevisions.articleId, articleId),
          isNotNull(articleRevisions.number),
          position ? sql`${articleRevisions.number} < ${String(position[0])}::text::integer` : undefined,
        ),
      )
      .orderBy(desc(articleRevisions.number))
      .limit(request.limit + 1);
    return pageOf(rows, request.limit, (revision) => [revision.number, revision.id]);
  });

/** One revision of the article with its body, by its number. Throws 404. */
export const getRevision = (
  ctx: Context,
  siteId: string,
  articleId: string,
  number: number,
): Promise<RevisionView> =>
  inTransaction(ctx, async (tx) => {
    await getArticle(tx, siteId, articleId);
    const [revision] = await tx.db
      .select(revisionColumns)
      .from(articleRevisions)
      .where(and(eq(articleRevisions.articleId, articleId), eq(articleRevisions.number, number)));
    if (!revision) throw notFound('revision');
    return revision;
  });

import { and, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { articleRevisions, articles, linkSuggestions, optimizations } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { type Page, pageOf, readCursor } from '../../paging.ts';
import { type Workspace, workspaceOf } from '../workspace.ts';
import { contextOfAnchor } from './link.ts';
import type { LinkView, OptimizationRow, OptimizationView } from './schema.ts';

interface ImproveList {
  limit: number;
  cursor?: string | undefined;
  articleId?: string | undefined;
}

const target = alias(articles, 'target');
const { accountId: _linkAccount, ...linkColumns } = getTableColumns(linkSuggestions);
const { accountId: _optimizationAccount, ...optimizationColumns } = getTableColumns(optimizations);
const { accountId: _revisionAccount, ...revisionColumns } = getTableColumns(articleRevisions);

/** The address at which an article of the site is published. */
export const articleUrl = ({ domain }: Workspace, slug: string): string =>
  `https://${domain.replace(/^https?:\/\/|\/+$/g, '')}/${slug}`;

/** A page of link suggestions, the newest first, each with the words around its anchor. */
export const listLinks = (
  ctx: Context,
  siteId: string,
  request: ImproveList & { status?: LinkView['status'] | undefined },
): Promise<Page<LinkView>> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'viewer');
    const position = readCursor(request.cursor);
    const rows = await tx.db
      .select({
        ...linkColumns,
        articleTitle: articles.title,
        bodyHtml: articles.bodyHtml,
        targetTitle: target.title,
        targetSlug: target.slug,
      })
      .from(linkSuggestions)
      .innerJoin(articles, and(eq(articles.id, linkSuggestions.articleId), isNull(articles.deletedAt)))
      .innerJoin(target, eq(target.id, linkSuggestions.targetArticleId))
      .where(
        and(
          eq(linkSuggestions.siteId, siteId),
          request.articleId ? eq(linkSuggestions.articleId, request.articleId) : undefined,
          request.status ? eq(linkSuggestions.status, request.status) : undefined,
          position
            ? sql`(${linkSuggestions.createdAt}, ${linkSuggestions.id}) < (${String(position[0])}::text::timestamptz, ${position[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(linkSuggestions.createdAt), desc(linkSuggestions.id))
      .limit(request.limit + 1);
    const views = rows.map(({ bodyHtml, targetSlug, ...row }) => {
      const around = row.status === 'suggested' ? contextOfAnchor(bodyHtml, row.anchorText) : null;
      return {
        ...row,
        targetUrl: articleUrl(workspace, targetSlug),
        before: around?.before ?? '',
        after: around?.after ?? '',
        insertable: around !== null,
      };
    });
    return pageOf(views, request.limit, (row) => [row.createdAt.toISOString(), row.id]);
  });

const optimizationRow = {
  ...optimizationColumns,
  articleTitle: articles.title,
  currentRevision: articles.revision,
};

/** A page of the Optimizer's results, the newest first, without their texts. */
export const listOptimizations = (
  ctx: Context,
  siteId: string,
  request: ImproveList & { state?: OptimizationRow['state'] | undefined },
): Promise<Page<OptimizationRow>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const position = readCursor(request.cursor);
    const rows = await tx.db
      .select(optimizationRow)
      .from(optimizations)
      .innerJoin(articles, and(eq(articles.id, optimizations.articleId), isNull(articles.deletedAt)))
      .where(
        and(
          eq(optimizations.siteId, siteId),
          request.articleId ? eq(optimizations.articleId, request.articleId) : undefined,
          request.state ? eq(optimizations.state, request.state) : undefined,
          position
            ? sql`(${optimizations.createdAt}, ${optimizations.id}) < (${String(position[0])}::text::timestamptz, ${position[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(optimizations.createdAt), desc(optimizations.id))
      .limit(request.limit + 1);
    return pageOf(rows, request.limit, (row) => [row.createdAt.toISOString(), row.id]);
  });

/** One result of the Optimizer with the proposed text. Throws 404. */
export const getOptimization = (ctx: Context, siteId: string, id: string): Promise<OptimizationView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select({ ...optimizationRow, proposal: revisionColumns })
      .from(optimizations)
      .innerJoin(articles, and(eq(articles.id, optimizations.articleId), isNull(articles.deletedAt)))
      .innerJoin(articleRevisions, eq(articleRevisions.id, optimizations.revisionId))
      .where(and(eq(optimizations.siteId, siteId), eq(optimizations.id, id)));
    if (!row) throw notFound('optimization');
    return row;
  });

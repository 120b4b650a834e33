import { and, asc, eq, sql } from 'drizzle-orm';
import { articles, linkSuggestions, optimizations } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { DomainError, notFound } from '../../errors.ts';
import { type ArticleRow, lockArticle, revise } from '../articles/revise.ts';
import { anyOf, fresh, recordMany, type Some } from '../rows.ts';
import { workspaceOf } from '../workspace.ts';
import { insertLink } from './link.ts';
import { articleUrl, getOptimization } from './queries.ts';
import type { LinksAnswer, OptimizationView } from './schema.ts';

/** Inserts suggested links, as one revision an article. One whose words have gone from the text stays undecided and is named. */
export const acceptLinks = (ctx: Context, { siteId, ids }: Some): Promise<LinksAnswer> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const rows = await undecided(tx, siteId, ids);
    const accepted: string[] = [];
    for (const articleId of new Set(rows.map((row) => row.articleId))) {
      let article: ArticleRow = await lockArticle(tx, workspace, articleId);
      let bodyHtml = article.bodyHtml;
      for (const row of rows.filter((each) => each.articleId === articleId)) {
        const linked = insertLink(bodyHtml, row.anchorText, articleUrl(workspace, row.targetSlug));
        if (linked === null) continue;
        bodyHtml = linked;
        accepted.push(row.id);
      }
      article = await revise(tx, article, { bodyHtml }, 'links');
    }
    await decide(tx, accepted, 'accepted');
    await recordMany(tx, workspace, 'links.accepted', accepted);
    return { accepted, notInserted: rows.map((row) => row.id).filter((id) => !accepted.includes(id)) };
  });

/** Dismisses suggested links. */
export const dismissLinks = (ctx: Context, { siteId, ids }: Some): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const dismissed = (await undecided(tx, siteId, ids)).map((row) => row.id);
    await decide(tx, dismissed, 'dismissed');
    await recordMany(tx, workspace, 'links.dismissed', dismissed);
    return { ids: dismissed };
  });

/** Takes dismissed links back: they wait to be decided again. */
export const restoreLinks = (ctx: Context, { siteId, ids }: Some): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const restored = (await suggestions(tx, siteId, ids))
      .filter((row) => row.status === 'dismissed')
      .map((row) => row.id);
    await decide(tx, restored, 'suggested');
    await recordMany(tx, workspace, 'links.restored', restored);
    return { ids: restored };
  });

const undecided = async (ctx: Context, siteId: string, ids: readonly string[]) =>
  (await suggestions(ctx, siteId, ids)).filter((row) => row.status === 'suggested');

async function suggestions(ctx: Context, siteId: string, ids: readonly string[]) {
  const rows = await ctx.db
    .select({
      id: linkSuggestions.id,
      status: linkSuggestions.status,
      articleId: linkSuggestions.articleId,
      anchorText: linkSuggestions.anchorText,
      targetSlug: articles.slug,
    })
    .from(linkSuggestions)
    .innerJoin(articles, eq(articles.id, linkSuggestions.targetArticleId))
    .where(and(eq(linkSuggestions.siteId, siteId), sql`${linkSuggestions.id} = ${anyOf(ids)}`))
    .orderBy(asc(linkSuggestions.articleId), asc(linkSuggestions.id));
  if (rows.length < new Set(ids).size) throw notFound('link suggestion');
  return rows;
}

const decide = (ctx: Context, ids: readonly string[], status: 'accepted' | 'dismissed' | 'suggested') =>
  ctx.db
    .update(linkSuggestions)
    .set({
      status,
      decidedAt: status === 'suggested' ? null : ctx.clock.now(),
      version: sql`${linkSuggestions.version} + 1`,
    })
    .where(sql`${linkSuggestions.id} = ${anyOf(ids)}`);

interface Decision {
  siteId: string;
  id: string;
  expectedVersion: number;
  /** Accepts although the article has changed since: its later words are replaced, and stay among the revisions. */
  overwrite?: boolean;
}

/** Makes the proposed text the article's next revision. Throws 409 when the article has changed since, unless told to overwrite. */
export const acceptOptimization = (ctx: Context, input: Decision): Promise<OptimizationView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const { proposal, ...optimization } = open(await getOptimization(tx, input.siteId, input.id), input);
    const article = await lockArticle(tx, workspace, optimization.articleId);
    if (article.revision !== optimization.baseRevision && !input.overwrite)
      throw new DomainError('conflict', 'The article has changed since it was optimized.', {
        extra: { baseRevision: optimization.baseRevision, currentRevision: article.revision },
      });
    const { title, bodyHtml, metaTitle, metaDescription, tags } = proposal;
    await revise(tx, article, { title, bodyHtml, metaTitle, metaDescription, tags }, 'optimized');
    return decideOptimization(tx, input, 'accepted', workspace.accountId, article.title);
  });

/** Leaves the article as it is. */
export const refuseOptimization = (ctx: Context, input: Decision): Promise<OptimizationView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const { articleTitle } = open(await getOptimization(tx, input.siteId, input.id), input);
    return decideOptimization(tx, input, 'refused', workspace.accountId, articleTitle);
  });

const open = (optimization: OptimizationView, input: Decision): OptimizationView => {
  fresh(optimization, input.expectedVersion, 'optimization');
  if (optimization.state !== 'proposed')
    throw new DomainError('invalid_state', `This proposal is ${optimization.state} already.`);
  return optimization;
};

async function decideOptimization(
  ctx: Context,
  { siteId, id }: Decision,
  state: 'accepted' | 'refused',
  accountId: string,
  title: string,
): Promise<OptimizationView> {
  await ctx.db
    .update(optimizations)
    .set({ state, decidedAt: ctx.clock.now(), version: sql`${optimizations.version} + 1` })
    .where(eq(optimizations.id, id));
  await recordAudit(ctx, {
    action: `optimization.${state}`,
    object: { type: 'optimization', id, label: title },
    accountId,
  });
  return getOptimization(ctx, siteId, id);
}

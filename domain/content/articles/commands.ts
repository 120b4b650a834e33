import { and, eq, ne, sql } from 'drizzle-orm';
import { articles } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { DomainError } from '../../errors.ts';
import { fresh } from '../rows.ts';
import { type Workspace, workspaceOf } from '../workspace.ts';
import { getArticle, getRevision } from './queries.ts';
import { createArticle, lockArticle, revise } from './revise.ts';
import type { ArticleView, UpdateArticle } from './schema.ts';

/** Begins an article by hand. */
export const startArticle = (ctx: Context, input: { siteId: string; title: string }): Promise<ArticleView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const words = {
      title: input.title,
      bodyHtml: '<p></p>',
      metaTitle: input.title,
      metaDescription: '',
      tags: [],
    };
    const article = await createArticle(tx, workspace, words, { taskId: null, source: 'edited' });
    await recordAudit(tx, {
      action: 'article.created',
      object: { type: 'article', id: article.id, label: article.title },
      accountId: workspace.accountId,
    });
    return getArticle(tx, input.siteId, article.id);
  });

/** Edits an article: new words are its next revision. Throws 404, 403, 412, and 409 for an address that another article has. */
export const updateArticle = (
  ctx: Context,
  input: { siteId: string; id: string; expectedVersion: number; change: UpdateArticle },
): Promise<ArticleView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const before = fresh(await lockArticle(tx, workspace, input.id), input.expectedVersion, 'article');
    const { state, slug, ...change } = input.change;
    const words = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const revised = await revise(tx, before, words, 'edited');
    const place = {
      ...(state && state !== before.state ? { state } : {}),
      ...(slug && slug !== before.slug ? { slug } : {}),
    };
    if (place.slug) await assertFree(tx, workspace, before.id, place.slug);
    if (Object.keys(place).length > 0) {
      await tx.db
        .update(articles)
        .set({ ...place, updatedAt: tx.clock.now(), version: revised.version + 1 })
        .where(eq(articles.id, before.id));
    }
    await recordAudit(tx, {
      action: 'article.changed',
      object: { type: 'article', id: before.id, label: before.title },
      accountId: workspace.accountId,
      before: { title: before.title, state: before.state, slug: before.slug, revision: before.revision },
      after: { ...place, title: revised.title, revision: revised.revision },
    });
    return getArticle(tx, input.siteId, before.id);
  });

async function assertFree(ctx: Context, { siteId }: Workspace, id: string, slug: string): Promise<void> {
  const [other] = await ctx.db
    .select({ title: articles.title })
    .from(articles)
    .where(
      and(
        eq(articles.siteId, siteId),
        eq(articles.slug, slug),
        ne(articles.id, id),
        sql`${articles.deletedAt} is null`,
      ),
    );
  if (other)
    throw new DomainError('conflict', `The article “${other.title}” has the address ${slug} already.`);
}

/** Goes back to an earlier revision: its words become the next one, so that nothing is lost. */
export const restoreRevision = (
  ctx: Context,
  input: { siteId: string; id: string; expectedVersion: number; number: number },
): Promise<ArticleView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const article = fresh(await lockArticle(tx, workspace, input.id), input.expectedVersion, 'article');
    const { title, bodyHtml, metaTitle, metaDescription, tags } = await getRevision(
      tx,
      input.siteId,
      input.id,
      input.number,
    );
    const revised = await revise(
      tx,
      article,
      { title, bodyHtml, metaTitle, metaDescription, tags },
      'restored',
    );
    await recordAudit(tx, {
      action: 'article.restored',
      object: { type: 'article', id: article.id, label: article.title },
      accountId: workspace.accountId,
      before: { revision: article.revision },
      after: { revision: revised.revision, from: input.number },
    });
    return getArticle(tx, input.siteId, article.id);
  });

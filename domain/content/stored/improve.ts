import { and, eq, inArray, isNull } from 'drizzle-orm';
import {
  articleRevisions,
  articles,
  linkSuggestions,
  optimizations,
  type Score,
} from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { lockArticle } from '../articles/revise.ts';
import { storable, type Words } from '../articles/words.ts';
import { canLink } from '../improve/link.ts';
import { ownedBy } from '../workspace.ts';
import { once, type StepOrigin, type Stored } from './once.ts';

export interface LinkResult {
  targetArticleId: string;
  /** Words of the article, as they stand there. */
  anchorText: string;
  reason: string;
}

/** Stores link suggestions in place of undecided ones. One whose target is gone or whose words the article does not have is left out. */
export const storeLinkSuggestions = (
  ctx: Context,
  input: StepOrigin & { articleId: string; suggestions: readonly LinkResult[] },
): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'link_suggestions', async (workspace) => {
      const article = await lockArticle(tx, workspace, input.articleId);
      const wanted = input.suggestions
        .map((suggestion) => suggestion.targetArticleId)
        .filter((id) => id !== article.id);
      const found = wanted.length
        ? await tx.db
            .select({ id: articles.id })
            .from(articles)
            .where(
              and(
                eq(articles.siteId, workspace.siteId),
                inArray(articles.id, wanted),
                isNull(articles.deletedAt),
              ),
            )
        : [];
      const targets = new Set(found.map((row) => row.id));
      await tx.db
        .delete(linkSuggestions)
        .where(and(eq(linkSuggestions.articleId, article.id), eq(linkSuggestions.status, 'suggested')));
      const rows = input.suggestions
        .filter(
          ({ targetArticleId, anchorText }) =>
            targets.has(targetArticleId) &&
            canLink(article.bodyHtml, anchorText) &&
            targets.delete(targetArticleId),
        )
        .map((suggestion) => ({
          ...ownedBy(workspace),
          articleId: article.id,
          ...suggestion,
          anchorText: suggestion.anchorText.trim(),
          createdAt: tx.clock.now(),
        }));
      if (rows.length === 0) return [];
      return (await tx.db.insert(linkSuggestions).values(rows).returning({ id: linkSuggestions.id })).map(
        (row) => row.id,
      );
    }),
  );

export interface OptimizationResult {
  articleId: string;
  /** Number of the revision that was sent to be rewritten. */
  baseRevision: number;
  words: Partial<Words>;
  scores: readonly Score[];
  changes: readonly string[];
}

/** Stores a rewritten text as a proposed revision with its scores; the article stays as it is until a person accepts. */
export const storeOptimization = (
  ctx: Context,
  input: StepOrigin & { optimization: OptimizationResult },
): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'optimizations', async (workspace) => {
      const { articleId, baseRevision, words, scores, changes } = input.optimization;
      const article = await lockArticle(tx, workspace, articleId);
      const now = tx.clock.now();
      await tx.db
        .update(optimizations)
        .set({ state: 'refused', decidedAt: now })
        .where(and(eq(optimizations.articleId, articleId), eq(optimizations.state, 'proposed')));
      const [revision] = await tx.db
        .insert(articleRevisions)
        .values({
          ...ownedBy(workspace),
          articleId,
          source: 'optimized',
          ...storable({ ...article, ...words }, workspace.siteId),
          authorLabel: tx.actor.label,
          createdAt: now,
        })
        .returning();
      const [made] = await tx.db
        .insert(optimizations)
        .values({
          ...ownedBy(workspace),
          articleId,
          baseRevision,
          revisionId: revision!.id,
          scores: scores.map(({ name, before, after }) => ({ name, before, after })),
          changes: [...changes],
          createdAt: now,
        })
        .returning();
      return [made!.id];
    }),
  );

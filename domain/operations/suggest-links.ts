import { and, desc, eq, isNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import { articles } from '#db/schema/index.ts';
import { plainText, storeLinkSuggestions } from '../content/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { invalidField } from '../errors.ts';
import { loadArticles, only } from './load.ts';
import { instructions, siteData } from './prompt.ts';
import type { SiteProfile } from './site.ts';
import { textOperation } from './types.ts';

const CANDIDATES = 60;
const BODY_SHOWN = 20_000;

interface Unit {
  articleId: string;
  /** The site's other articles at the time of planning; the answer names them by their place here. */
  candidateIds: string[];
  maxLinks: number;
}

/** An article → links to the site's other articles, for a person to accept. The model sees no addresses and makes none. */
export const suggestLinks = textOperation({
  name: 'suggest_links',
  title: 'Suggest links',
  stage: 'Looking for links',
  input: z.strictObject({
    articleIds: z.array(z.uuid()).min(1).max(200),
    maxLinks: z.int().min(1).max(20).default(5),
    modelId: z.uuid().optional(),
  }),
  concurrency: 3,
  choice: ({ modelId }) => ({ modelId }),
  output: z.strictObject({
    links: z
      .array(
        z.strictObject({
          targetArticleId: z.string(),
          anchorText: z.string().min(1).max(200),
          reason: z.string().max(500),
        }),
      )
      .max(20),
  }),

  plan: async (ctx, site, { articleIds, maxLinks }) => {
    const found = await loadArticles(ctx, site, articleIds);
    return Promise.all(
      found.map(async (article) => {
        const candidateIds = await otherArticles(ctx, site, article.id);
        if (candidateIds.length === 0)
          throw invalidField('article_ids', 'The site has no other article to link to.');
        return { label: article.title, input: { articleId: article.id, candidateIds, maxLinks } };
      }),
    );
  },

  prepare: async (ctx, site, { articleId, candidateIds, maxLinks }: Unit) => {
    const article = await only(loadArticles(ctx, site, [articleId]));
    const others = await inTransaction(ctx, async ({ db }) =>
      db
        .select({ id: articles.id, title: articles.title, tags: articles.tags })
        .from(articles)
        .where(eq(articles.siteId, site.siteId)),
    );
    const candidates = candidateIds.flatMap((id, index) => {
      const other = others.find((candidate) => candidate.id === id);
      return other ? [{ id: `a${index}`, title: other.title, keywords: other.tags }] : [];
    });
    return {
      instructions: instructions(
        site,
        'Find up to `maxLinks` places where a reader of the article would welcome a link to one of the candidates. `anchorText` is copied letter by letter from the body, two to six words of one sentence, not from a heading; each candidate and each place at most once. `targetArticleId` is the id of the candidate, `reason` one sentence for the editor.',
      ),
      data: {
        site: siteData(site),
        title: article.title,
        body: plainText(article.bodyHtml).slice(0, BODY_SHOWN),
        candidates,
        maxLinks,
      },
      usual: maxLinks * 60,
      most: 200 + maxLinks * 160,
    };
  },

  faults: ({ candidateIds }, { links }) => {
    const strange = links.map((link) => link.targetArticleId).filter((id) => !candidateAt(candidateIds, id));
    return strange.length > 0 ? [`there is no candidate with the id ${strange.slice(0, 5).join(', ')}`] : [];
  },

  store: (ctx, site, { articleId, candidateIds, maxLinks }, { links }, { stepId }) =>
    storeLinkSuggestions(ctx, {
      siteId: site.siteId,
      sourceStepId: stepId,
      articleId,
      suggestions: links.slice(0, maxLinks).flatMap(({ targetArticleId, ...link }) => {
        const target = candidateAt(candidateIds, targetArticleId);
        return target ? [{ ...link, targetArticleId: target }] : [];
      }),
    }),
});

const candidateAt = (ids: readonly string[], shortId: string): string | null =>
  ids[Number(/^a(\d+)$/.exec(shortId)?.[1] ?? -1)] ?? null;

const otherArticles = (ctx: Context, site: SiteProfile, articleId: string): Promise<string[]> =>
  inTransaction(ctx, async ({ db }) =>
    (
      await db
        .select({ id: articles.id })
        .from(articles)
        .where(and(eq(articles.siteId, site.siteId), ne(articles.id, articleId), isNull(articles.deletedAt)))
        .orderBy(desc(articles.updatedAt))
        .limit(CANDIDATES)
    ).map((row) => row.id),
  );

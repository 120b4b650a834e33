import { z } from 'zod';
import { htmlFaults, storeOptimization } from '../content/index.ts';
import { loadArticles, only } from './load.ts';
import { instructions, siteData } from './prompt.ts';
import { textOperation } from './types.ts';

const SCORES = ['overall', 'seo', 'readability', 'structure', 'engagement'] as const;
const score = z.int().min(0).max(100);
const scores = z.strictObject({
  overall: score,
  seo: score,
  readability: score,
  structure: score,
  engagement: score,
});

/** An article → scores before and after, with a rewritten body as a proposal that a person accepts or refuses. */
export const optimizeContent = textOperation({
  name: 'optimize_content',
  title: 'Optimize',
  stage: 'Improving articles',
  input: z.strictObject({ articleIds: z.array(z.uuid()).min(1).max(200), modelId: z.uuid().optional() }),
  concurrency: 3,
  choice: ({ modelId }) => ({ modelId }),
  output: z.strictObject({
    before: scores,
    after: scores,
    title: z.string().min(1).max(300),
    html: z.string().min(1).max(200_000),
    metaTitle: z.string().max(200),
    metaDescription: z.string().max(500),
    changes: z.array(z.string().min(1).max(500)).min(1).max(20),
  }),

  plan: async (ctx, site, { articleIds }) =>
    (await loadArticles(ctx, site, articleIds)).map((article) => ({
      label: article.title,
      input: { articleId: article.id, revision: article.revision },
    })),

  prepare: async (ctx, site, { articleId }: { articleId: string; revision: number }) => {
    const article = await only(loadArticles(ctx, site, [articleId]));
    const words = Math.max(200, article.wordCount);
    return {
      instructions: instructions(
        site,
        'Rate the article from 0 to 100 by each score, improve it without changing what it says, and rate the result. `html` is the whole new body: keep its images and links exactly as they are, use h2 and h3 headings, no h1, scripts or styles. `metaTitle` has at most 60 characters, `metaDescription` at most 155. `changes` names what you did, one sentence each.',
      ),
      data: {
        site: siteData(site),
        title: article.title,
        metaTitle: article.metaTitle,
        metaDescription: article.metaDescription,
        tags: article.tags,
        html: article.bodyHtml,
      },
      usual: Math.ceil(words * 1.9) + 300,
      most: words * 4 + 1_200,
    };
  },

  faults: (_unit, { html }) => htmlFaults(html),

  store: (ctx, site, { articleId, revision }, { before, after, html, changes, ...words }, { stepId }) =>
    storeOptimization(ctx, {
      siteId: site.siteId,
      sourceStepId: stepId,
      optimization: {
        articleId,
        baseRevision: revision,
        words: { ...words, bodyHtml: html },
        scores: SCORES.map((name) => ({ name, before: before[name], after: after[name] })),
        changes,
      },
    }),
});

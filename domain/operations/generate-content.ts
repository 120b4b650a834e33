import { z } from 'zod';
import { htmlFaults, storeArticle } from '../content/index.ts';
import { loadIdeas, loadTasks, only } from './load.ts';
import { instructions, siteData } from './prompt.ts';
import { textOperation } from './types.ts';

const WORDS = 1_200;

type Unit = { wordCount: number } & ({ taskId: string } | { ideaId: string });

/** A task, or an idea that becomes one → an article. */
export const generateContent = textOperation({
  name: 'generate_content',
  title: 'Write content',
  stage: 'Writing articles',
  input: z
    .strictObject({
      taskIds: z.array(z.uuid()).max(200).default([]),
      ideaIds: z.array(z.uuid()).max(200).default([]),
      wordCount: z.int().min(200).max(4_000).default(WORDS),
      modelId: z.uuid().optional(),
    })
    .refine(({ taskIds, ideaIds }) => taskIds.length + ideaIds.length > 0, {
      message: 'Name at least one task or idea.',
      path: ['taskIds'],
    }),
  concurrency: 3,
  choice: ({ modelId }) => ({ modelId }),
  output: z.strictObject({
    title: z.string().min(1).max(300),
    html: z.string().min(1).max(200_000),
    metaTitle: z.string().max(200),
    metaDescription: z.string().max(500),
    tags: z.array(z.string().min(1).max(60)).max(20),
  }),

  plan: async (ctx, site, { taskIds, ideaIds, wordCount }) => [
    ...(await loadTasks(ctx, site, taskIds)).map((task) => ({
      label: task.title,
      input: { taskId: task.id, wordCount },
    })),
    ...(await loadIdeas(ctx, site, ideaIds)).map((idea) => ({
      label: idea.title,
      input: { ideaId: idea.id, wordCount },
    })),
  ],

  prepare: async (ctx, site, unit: Unit) => {
    const { wordCount } = unit;
    const subject =
      'taskId' in unit
        ? await only(loadTasks(ctx, site, [unit.taskId]))
        : await only(loadIdeas(ctx, site, [unit.ideaId]));
    return {
      instructions: instructions(
        site,
        `Write the article of about \`wordCount\` words. \`html\` is its body: h2 and h3 headings that follow the outline, p, ul, ol, blockquote and table where they help; no h1, no images, no scripts, no styles. \`metaTitle\` has at most 60 characters, \`metaDescription\` at most 155, \`tags\` are three to eight words or phrases.`,
      ),
      data: {
        site: siteData(site),
        title: subject.title,
        contentType: subject.contentType,
        outline: subject.outline,
        targetKeywords: subject.targetKeywords,
        notes: 'summary' in subject ? subject.summary : subject.instructions,
        wordCount,
      },
      usual: Math.ceil(wordCount * 1.6) + 150,
      most: wordCount * 3 + 600,
    };
  },

  faults: (_unit, { html }) => htmlFaults(html),

  store: (ctx, site, unit, { html, ...words }, { stepId }) =>
    storeArticle(ctx, {
      siteId: site.siteId,
      sourceStepId: stepId,
      from: 'taskId' in unit ? { taskId: unit.taskId } : { ideaId: unit.ideaId },
      article: { ...words, bodyHtml: html },
    }),
});

import { z } from 'zod';
import { storeClusters } from '../content/index.ts';
import { loadKeywords } from './load.ts';
import { batches, instructions, siteData } from './prompt.ts';
import { textOperation } from './types.ts';

const BATCH = 150;
const INTENTS = ['informational', 'commercial', 'transactional', 'navigational'] as const;

/** Keywords → clusters with their keywords. Keywords go by their place in the list, so that no id has to be copied out. */
export const autoCluster = textOperation({
  name: 'auto_cluster',
  title: 'Cluster keywords',
  stage: 'Sorting keywords into clusters',
  input: z.strictObject({ keywordIds: z.array(z.uuid()).min(1).max(10_000), modelId: z.uuid().optional() }),
  concurrency: 2,
  choice: ({ modelId }) => ({ modelId }),
  output: z.strictObject({
    clusters: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(200),
          description: z.string().max(1_000),
          intent: z.enum(INTENTS),
          indexes: z.array(z.int().min(0)).min(1).max(BATCH),
        }),
      )
      .min(1)
      .max(BATCH),
  }),

  plan: async (ctx, site, { keywordIds }) => {
    const keywords = await loadKeywords(ctx, site, keywordIds);
    return batches(keywords, BATCH).map((batch) => ({
      label: `${batch.length} keywords`,
      input: { keywordIds: batch.map((keyword) => keyword.id) },
    }));
  },

  prepare: async (ctx, site, { keywordIds }: { keywordIds: string[] }) => {
    const keywords = await loadKeywords(ctx, site, keywordIds);
    return {
      instructions: instructions(
        site,
        'Group the keywords into clusters that one article or a small set of articles can serve: same subject, same intent. Name each cluster as a person would, describe in one or two sentences what its searchers want, and list the `indexes` of its keywords. Every keyword belongs to exactly one cluster.',
      ),
      data: {
        site: siteData(site),
        keywords: keywords.map(({ keyword, volume }, index) => ({ index, keyword, volume })),
      },
      usual: 60 + keywords.length * 12,
      most: 400 + keywords.length * 40,
    };
  },

  faults: ({ keywordIds }, { clusters }) => {
    const outside = clusters
      .flatMap((cluster) => cluster.indexes)
      .filter((index) => index >= keywordIds.length);
    return outside.length > 0
      ? [
          `indexes ${outside.slice(0, 10).join(', ')} are not in the list, which ends at ${keywordIds.length - 1}`,
        ]
      : [];
  },

  store: (ctx, site, { keywordIds }, { clusters }, { stepId }) =>
    storeClusters(ctx, {
      siteId: site.siteId,
      sourceStepId: stepId,
      clusters: clusters.map(({ indexes, ...cluster }) => ({
        ...cluster,
        keywordIds: indexes.flatMap((index) => keywordIds[index] ?? []),
      })),
    }),
});

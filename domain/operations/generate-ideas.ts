import { z } from 'zod';
import { CONTENT_TYPES, storeIdeas } from '../content/index.ts';
import { loadClusters } from './load.ts';
import { batches, instructions, siteData } from './prompt.ts';
import { textOperation } from './types.ts';

const BATCH = 5;
const KEYWORDS_SHOWN = 40;

/** Clusters → content ideas. Several clusters share a call, since each call is rounded up to a whole credit. */
export const generateIdeas = textOperation({
  name: 'generate_ideas',
  title: 'Generate ideas',
  stage: 'Finding ideas',
  input: z.strictObject({
    clusterIds: z.array(z.uuid()).min(1).max(500),
    ideasPerCluster: z.int().min(1).max(10).default(3),
    modelId: z.uuid().optional(),
  }),
  concurrency: 2,
  choice: ({ modelId }) => ({ modelId }),
  output: z.strictObject({
    ideas: z
      .array(
        z.strictObject({
          clusterId: z.string(),
          title: z.string().min(1).max(300),
          summary: z.string().max(2_000),
          outline: z.array(z.string().min(1).max(300)).min(2).max(20),
          targetKeywords: z.array(z.string().min(1).max(200)).min(1).max(20),
          contentType: z.enum(CONTENT_TYPES),
        }),
      )
      .min(1)
      .max(BATCH * 10),
  }),

  plan: async (ctx, site, { clusterIds, ideasPerCluster }) => {
    const clusters = await loadClusters(ctx, site, clusterIds);
    return batches(clusters, BATCH).map((batch) => ({
      label: batch.length === 1 ? (batch[0]?.name ?? '') : `${batch.length} clusters`,
      input: { clusterIds: batch.map((cluster) => cluster.id), ideasPerCluster },
    }));
  },

  prepare: async (
    ctx,
    site,
    { clusterIds, ideasPerCluster }: { clusterIds: string[]; ideasPerCluster: number },
  ) => {
    const clusters = await loadClusters(ctx, site, clusterIds);
    const ideas = clusters.length * ideasPerCluster;
    return {
      instructions: instructions(
        site,
        'For each cluster propose `ideasPerCluster` articles that differ in angle and form. Each has a title that a person would click, a summary of two sentences, an outline of headings, the keywords of the cluster that it aims at, the form (`contentType`), and the `clusterId` of its cluster as given.',
      ),
      data: {
        site: siteData(site),
        ideasPerCluster,
        clusters: clusters.map(({ name, description, keywords }, index) => ({
          id: `c${index}`,
          name,
          description,
          keywords: keywords.slice(0, KEYWORDS_SHOWN),
        })),
      },
      usual: ideas * 160,
      most: 300 + ideas * 400,
    };
  },

  faults: ({ clusterIds }, { ideas }) => {
    const strange = ideas.map((idea) => idea.clusterId).filter((id) => !clusterAt(clusterIds, id));
    return strange.length > 0 ? [`there is no cluster with the id ${strange.slice(0, 5).join(', ')}`] : [];
  },

  store: (ctx, site, { clusterIds }, { ideas }, { stepId }) =>
    storeIdeas(ctx, {
      siteId: site.siteId,
      sourceStepId: stepId,
      ideas: ideas.map((idea) => ({ ...idea, clusterId: clusterAt(clusterIds, idea.clusterId) })),
    }),
});

const clusterAt = (clusterIds: readonly string[], shortId: string): string | null =>
  clusterIds[Number(/^c(\d+)$/.exec(shortId)?.[1] ?? -1)] ?? null;

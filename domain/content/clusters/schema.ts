import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { clusters } from '../../../db/schema/index.ts';
import { MOST_KEYWORDS } from '../keywords/schema.ts';
import { INTENTS } from '../types.ts';

export const ClusterView = createSelectSchema(clusters)
  .omit({ accountId: true, deletedAt: true })
  .extend({ keywordCount: z.int(), volume: z.int(), ideaCount: z.int(), topKeywords: z.array(z.string()) })
  .meta({ id: 'Cluster' });
export type ClusterView = z.infer<typeof ClusterView>;

const name = z.string().trim().min(1, 'A cluster needs a name.').max(200);
export const NewCluster = z.strictObject({
  name,
  description: z.string().max(2_000).default(''),
  intent: z.enum(INTENTS).nullable().default(null),
  /** Moved into it. */
  keywordIds: z.array(z.uuid()).max(20_000).default([]),
});
export type NewCluster = z.infer<typeof NewCluster>;
export const UpdateCluster = z.strictObject({
  name: name.optional(),
  description: z.string().max(2_000).optional(),
  intent: z.enum(INTENTS).nullable().optional(),
});
export type UpdateCluster = z.infer<typeof UpdateCluster>;

/** The keywords and ideas of the others go to `into`; the others are removed. */
export const MergeClusters = z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000), into: z.uuid() });

/** Takes clusters back, and their keywords with them where those are still in none. */
export const RestoreClusters = z.strictObject({
  clusters: z
    .array(z.strictObject({ id: z.uuid(), keywordIds: z.array(z.uuid()) }))
    .min(1)
    .max(MOST_KEYWORDS),
});
export const RemovedClusters = z.object({
  clusters: z.array(z.object({ id: z.uuid(), keywordIds: z.array(z.uuid()) })),
});
export type RemovedClusters = z.infer<typeof RemovedClusters>;

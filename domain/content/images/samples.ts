import { and, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { images } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { tierChoices } from '../../models/index.ts';
import { imageUrl } from '../sanitize.ts';
import { workspaceOf } from '../workspace.ts';

export const TierSample = z.strictObject({
  tier: z.string(),
  /** What was asked for. */
  prompt: z.string(),
  url: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
export type TierSample = z.infer<typeof TierSample>;

/** For each tier the newest picture of the account, of any of its sites, that the model which serves the tier now has made; none where there is none. */
export const tierSamples = (ctx: Context, siteId: string): Promise<TierSample[]> =>
  inTransaction(ctx, async (tx) => {
    const { accountId } = await workspaceOf(tx, siteId, 'viewer');
    const samples: TierSample[] = [];
    for (const { tier, servedBy } of await tierChoices(tx)) {
      if (!servedBy) continue;
      const [row] = await tx.db
        .select({
          id: images.id,
          siteId: images.siteId,
          prompt: images.prompt,
          width: images.width,
          height: images.height,
        })
        .from(images)
        .where(
          and(eq(images.accountId, accountId), eq(images.modelId, servedBy.id), isNull(images.deletedAt)),
        )
        .orderBy(desc(images.createdAt))
        .limit(1);
      if (row)
        samples.push({
          tier,
          prompt: row.prompt,
          url: imageUrl(row.siteId, row.id),
          width: row.width,
          height: row.height,
        });
    }
    return samples;
  });

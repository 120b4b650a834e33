import { z } from 'zod';
import { TierSample, tierSamples } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listTierSamples',
    summary: 'For each quality tier the newest picture of the account that was made with what serves it now',
    tag: 'Sites',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    answer: z.strictObject({ data: z.array(TierSample), nextCursor: z.null() }),
  },
  async (ctx, { params }) => ({ data: await tierSamples(ctx, params.siteId), nextCursor: null }),
);

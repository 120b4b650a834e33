import { z } from 'zod';
import { Tier, tierChoices } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';
import { prebuilt } from '#server/http/prebuilt.ts';
import { watchRegistry } from '#server/registry.ts';

const list = (data: object) => ({ data, nextCursor: null });

export const GET = route(
  {
    operation: 'listQualityTierChoices',
    summary: 'The quality tiers in order, each with its credits and what serves it now',
    tag: 'Choices',
    access: 'signed_in',
    answer: z.strictObject({ data: z.array(Tier), nextCursor: z.null() }),
  },
  async (ctx, { request }) => {
    watchRegistry();
    return prebuilt(await tierChoices(ctx), request, list);
  },
);

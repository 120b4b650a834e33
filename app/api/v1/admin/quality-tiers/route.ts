import { z } from 'zod';
import { Tier, tierChoices } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listQualityTiers',
    summary: 'The tiers with their label, credits and model',
    tag: 'Quality tiers',
    access: 'administrator',
    answer: z.strictObject({ data: z.array(Tier), nextCursor: z.null() }),
  },
  async (ctx) => ({ data: await tierChoices(ctx), nextCursor: null }),
);

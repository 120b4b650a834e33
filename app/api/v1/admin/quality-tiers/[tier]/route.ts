import { z } from 'zod';
import { getTier, Tier, UpdateTier, updateTier } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ tier: z.string().max(40) });

export const GET = route(
  {
    operation: 'getQualityTier',
    summary: 'One tier',
    tag: 'Quality tiers',
    access: 'administrator',
    params,
    answer: Tier,
  },
  (ctx, input) => getTier(ctx, input.params.tier),
);

export const PATCH = route(
  {
    operation: 'updateQualityTier',
    summary: 'Change a tier’s label or which model serves it',
    tag: 'Quality tiers',
    access: 'administrator',
    params,
    body: UpdateTier,
    answer: Tier,
    ifMatch: true,
  },
  (ctx, input) => updateTier(ctx, input.params.tier, input.expectedVersion, input.body),
);

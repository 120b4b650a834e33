import { wholeList } from '#contract/area.ts';
import { qualityTiers } from '#contract/models.ts';
import { getTier, tierChoices, updateTier } from '#domain/models/index.ts';
import { serve } from '#server/http/serve.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(qualityTiers, {
  'GET admin/quality-tiers': async (ctx) => wholeList(await tierChoices(ctx)),
  'GET admin/quality-tiers/{tier}': (ctx, { params }) => getTier(ctx, params.tier),
  'PATCH admin/quality-tiers/{tier}': (ctx, { params, expectedVersion, body }) =>
    updateTier(ctx, params.tier, expectedVersion, body),
});

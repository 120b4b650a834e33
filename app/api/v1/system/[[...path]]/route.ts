import { wholeList } from '#contract/area.ts';
import { system } from '#contract/system.ts';
import { modelChoices, tierChoices } from '#domain/models/index.ts';
import { isSandboxed } from '#domain/providers/index.ts';
import { SITE_OPTIONS } from '#domain/sites/index.ts';
import { prebuilt } from '#server/http/prebuilt.ts';
import { serve } from '#server/http/serve.ts';
import { watchRegistry } from '#server/registry.ts';

/** The request as it is: by default Next.js wraps it, to notice what a cached answer would depend on. */
export const dynamic = 'force-dynamic';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(system, {
  'GET system/ai-models': (ctx, { query, request }) => {
    watchRegistry();
    return modelChoices(ctx, query).then((choices) => prebuilt(choices, request, wholeList));
  },
  'GET system/quality-tiers': async (ctx, { request }) => {
    watchRegistry();
    return prebuilt(await tierChoices(ctx), request, wholeList);
  },
  'GET system/site-options': (_ctx, { request }) => prebuilt(SITE_OPTIONS, request),
  'GET system/status': async (ctx) => ({ sandbox: await isSandboxed(ctx) }),
});

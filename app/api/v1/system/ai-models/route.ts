import { z } from 'zod';
import { ModelChoice, modelChoices } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';
import { prebuilt } from '#server/http/prebuilt.ts';
import { watchRegistry } from '#server/registry.ts';

const list = (data: object) => ({ data, nextCursor: null });

/** The request as it is: by default Next.js wraps it, to notice what a cached answer would depend on. */
export const dynamic = 'force-dynamic';

export const GET = route(
  {
    operation: 'listModelChoices',
    summary: 'The models that may be chosen: active, priced, of usable providers',
    tag: 'Choices',
    access: 'signed_in',
    query: z.strictObject({
      modelType: z.enum(['text', 'image']).optional(),
      qualityTier: z.string().max(40).optional(),
    }),
    answer: z.strictObject({ data: z.array(ModelChoice), nextCursor: z.null() }),
  },
  (ctx, { query, request }) => {
    watchRegistry();
    return modelChoices(ctx, query).then((choices) => prebuilt(choices, request, list));
  },
);

import { z } from 'zod';
import { PricePreview, RehearsalAnswer, rehearse } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'previewPrice',
    summary: 'The last 30 days at a draft price, or with this model in the place of another',
    tag: 'Models',
    access: 'administrator',
    scope: 'read',
    params: z.strictObject({ id: z.uuid() }),
    body: PricePreview,
    answer: RehearsalAnswer,
  },
  (ctx, { params, body }) => rehearse(ctx, params.id, body),
);

import { z } from 'zod';
import { Ids, IdsAnswer, restoreRows } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreImagePrompts',
    summary: 'Take removed image prompts back',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreRows(ctx, 'image prompt', { siteId: params.siteId, ...body }),
);

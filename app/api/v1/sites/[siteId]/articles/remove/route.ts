import { z } from 'zod';
import { Ids, IdsAnswer, removeRows } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'removeManyArticles',
    summary: 'Remove articles',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => removeRows(ctx, 'article', { siteId: params.siteId, ...body }),
);

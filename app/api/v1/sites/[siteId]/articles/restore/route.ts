import { z } from 'zod';
import { Ids, IdsAnswer, restoreRows } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreArticles',
    summary: 'Take removed articles back',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreRows(ctx, 'article', { siteId: params.siteId, ...body }),
);

import { z } from 'zod';
import { Ids, IdsAnswer, restoreRows } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreKeywords',
    summary: 'Take removed keywords back',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreRows(ctx, 'keyword', { siteId: params.siteId, ...body }),
);

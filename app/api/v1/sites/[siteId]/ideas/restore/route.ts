import { z } from 'zod';
import { Ids, IdsAnswer, restoreRows } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreIdeas',
    summary: 'Take removed ideas back',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreRows(ctx, 'idea', { siteId: params.siteId, ...body }),
);

import { z } from 'zod';
import { Ids, IdsAnswer, removeRows } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'removeManyIdeas',
    summary: 'Remove ideas',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => removeRows(ctx, 'idea', { siteId: params.siteId, ...body }),
);

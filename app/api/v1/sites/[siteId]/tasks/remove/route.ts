import { z } from 'zod';
import { Ids, IdsAnswer, removeTasks } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'removeManyTasks',
    summary: 'Remove tasks',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => removeTasks(ctx, { siteId: params.siteId, ...body }),
);

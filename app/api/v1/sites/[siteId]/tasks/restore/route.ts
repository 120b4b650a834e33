import { z } from 'zod';
import { Ids, IdsAnswer, restoreTasks } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreTasks',
    summary: 'Take removed tasks back',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreTasks(ctx, { siteId: params.siteId, ...body }),
);

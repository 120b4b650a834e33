import { z } from 'zod';
import { Ids, sendIdeas } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'sendIdeas',
    summary: 'Send ideas to the Writer: each becomes a task, once',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: z.object({ tasks: z.array(z.object({ id: z.uuid(), title: z.string() })) }),
  },
  async (ctx, { params, body }) => ({
    tasks: (await sendIdeas(ctx, { siteId: params.siteId, ...body })).map(({ id, title }) => ({ id, title })),
  }),
);

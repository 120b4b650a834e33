import { z } from 'zod';
import { dismissLinks, Ids, IdsAnswer } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'dismissLinks',
    summary: 'Dismiss suggested links',
    tag: 'Linker',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => dismissLinks(ctx, { siteId: params.siteId, ...body }),
);

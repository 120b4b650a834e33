import { z } from 'zod';
import { Ids, IdsAnswer, restoreLinks } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreLinks',
    summary: 'Take dismissed links back',
    tag: 'Linker',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreLinks(ctx, { siteId: params.siteId, ...body }),
);

import { z } from 'zod';
import { acceptLinks, Ids, LinksAnswer } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'acceptLinks',
    summary: 'Insert suggested links, one revision an article',
    tag: 'Linker',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: LinksAnswer,
  },
  (ctx, { params, body }) => acceptLinks(ctx, { siteId: params.siteId, ...body }),
);

import { z } from 'zod';
import { ImageView, listImages } from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listImages',
    summary: 'Images of a site, the newest first',
    tag: 'Writer',
    access: 'signed_in',
    params,
    query: listQuery({ filters: { articleId: z.uuid().optional(), placed: z.stringbool().optional() } }),
    answer: listOf(ImageView),
  },
  (ctx, { params, query }) => listImages(ctx, params.siteId, query),
);

import { z } from 'zod';
import { LinkView, listLinks, SUGGESTION_STATUSES } from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listLinkSuggestions',
    summary: 'Link suggestions of a site, the newest first',
    tag: 'Linker',
    access: 'signed_in',
    params,
    query: listQuery({
      filters: { articleId: z.uuid().optional(), status: z.enum(SUGGESTION_STATUSES).optional() },
    }),
    answer: listOf(LinkView),
  },
  (ctx, { params, query }) => listLinks(ctx, params.siteId, query),
);

import { z } from 'zod';
import { listRevisions, RevisionRow } from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listArticleRevisions',
    summary: 'Revisions of an article, the newest first',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), articleId: z.uuid() }),
    query: listQuery(),
    answer: listOf(RevisionRow),
  },
  (ctx, { params, query }) => listRevisions(ctx, params.siteId, params.articleId, query),
);

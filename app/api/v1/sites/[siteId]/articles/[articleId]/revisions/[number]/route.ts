import { z } from 'zod';
import { getRevision, RevisionView } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getArticleRevision',
    summary: 'One revision of an article',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({
      siteId: z.uuid(),
      articleId: z.uuid(),
      number: z.coerce.number().int().min(1).max(1_000_000),
    }),
    answer: RevisionView,
  },
  (ctx, { params }) => getRevision(ctx, params.siteId, params.articleId, params.number),
);

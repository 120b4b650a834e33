import { z } from 'zod';
import { ArticleView, restoreRevision } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreArticleRevision',
    summary: 'Make an earlier revision the next one',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({
      siteId: z.uuid(),
      articleId: z.uuid(),
      number: z.coerce.number().int().min(1).max(1_000_000),
    }),
    answer: ArticleView,
    ifMatch: true,
  },
  (ctx, { params, expectedVersion }) =>
    restoreRevision(ctx, {
      siteId: params.siteId,
      id: params.articleId,
      number: params.number,
      expectedVersion,
    }),
);

import { z } from 'zod';
import {
  ARTICLE_STATES,
  ArticleRow,
  ArticleView,
  listArticles,
  NewArticle,
  startArticle,
} from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listArticles',
    summary: 'Articles of a site, without their bodies',
    tag: 'Writer',
    access: 'signed_in',
    params,
    query: listQuery({
      sort: ['updated_at', 'title', 'word_count'],
      filters: {
        q: z.string().max(200).optional(),
        state: z.enum(ARTICLE_STATES).optional(),
        missing: z.enum(['prompts', 'images']).optional(),
      },
    }),
    answer: listOf(ArticleRow),
  },
  (ctx, { params, query }) => listArticles(ctx, params.siteId, query),
);

export const POST = route(
  {
    operation: 'startArticle',
    summary: 'Begin an article by hand',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: NewArticle,
    answer: ArticleView,
    status: 201,
    idempotent: true,
  },
  (ctx, { params, body }) => startArticle(ctx, { siteId: params.siteId, ...body }),
);

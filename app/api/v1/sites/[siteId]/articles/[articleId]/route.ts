import { z } from 'zod';
import {
  ArticleView,
  getArticle,
  removeVersion,
  UpdateArticle,
  updateArticle,
} from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), articleId: z.uuid() });

export const GET = route(
  {
    operation: 'getArticle',
    summary: 'One article',
    tag: 'Writer',
    access: 'signed_in',
    params,
    answer: ArticleView,
  },
  (ctx, { params }) => getArticle(ctx, params.siteId, params.articleId),
);

export const PATCH = route(
  {
    operation: 'updateArticle',
    summary: 'Change an article',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: UpdateArticle,
    answer: ArticleView,
    ifMatch: true,
    bodyLimit: 2_000_000,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateArticle(ctx, { siteId: params.siteId, id: params.articleId, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeArticle',
    summary: 'Remove an article',
    tag: 'Writer',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeVersion(ctx, 'article', { siteId: params.siteId, id: params.articleId, expectedVersion });
  },
);

import { z } from 'zod';
import {
  AddedKeywords,
  AddKeywords,
  addKeywords,
  KeywordFilters,
  KeywordView,
  listKeywords,
} from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listKeywords',
    summary: 'Keywords of a site',
    tag: 'Planner',
    access: 'signed_in',
    params,
    query: listQuery({
      sort: ['created_at', 'keyword', 'volume', 'difficulty'],
      filters: KeywordFilters.shape,
    }),
    answer: listOf(KeywordView),
  },
  (ctx, { params, query }) => listKeywords(ctx, params.siteId, query),
);

export const POST = route(
  {
    operation: 'addKeywords',
    summary: 'Add keywords; duplicates are merged',
    tag: 'Planner',
    access: 'signed_in',
    params,
    body: AddKeywords,
    answer: AddedKeywords,
    status: 201,
    idempotent: true,
    bodyLimit: 8_000_000,
  },
  (ctx, { params, body }) => addKeywords(ctx, { siteId: params.siteId, ...body }),
);

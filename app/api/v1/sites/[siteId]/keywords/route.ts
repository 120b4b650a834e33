import { z } from 'zod';
import { AddedKeywords, AddKeywords, addKeywords, INTENTS, KEYWORD_STATUSES, KeywordView, listKeywords } from '#domain/content/index.ts';
import { listQuery, route } from '#server/http/index.ts';

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
      filters: {
        q: z.string().max(200).optional(),
        status: z.enum(KEYWORD_STATUSES).optional(),
        intent: z.enum(INTENTS).optional(),
        country: z.string().max(2).optional(),
        clusterId: z.uuid().optional(),
        minVolume: z.coerce.number().int().min(0).optional(),
        maxDifficulty: z.coerce.number().int().min(0).max(100).optional(),
      },
    }),
    answer: z.object({ data: z.array(KeywordView), nextCursor: z.string().nullable() }),
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

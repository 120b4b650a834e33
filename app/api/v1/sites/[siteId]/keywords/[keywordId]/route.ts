import { z } from 'zod';
import {
  getKeyword,
  KeywordView,
  removeVersion,
  UpdateKeyword,
  updateKeyword,
} from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), keywordId: z.uuid() });

export const GET = route(
  {
    operation: 'getKeyword',
    summary: 'One keyword',
    tag: 'Planner',
    access: 'signed_in',
    params,
    answer: KeywordView,
  },
  (ctx, { params }) => getKeyword(ctx, params.siteId, params.keywordId),
);

export const PATCH = route(
  {
    operation: 'updateKeyword',
    summary: 'Change a keyword',
    tag: 'Planner',
    access: 'signed_in',
    params,
    body: UpdateKeyword,
    answer: KeywordView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateKeyword(ctx, { siteId: params.siteId, id: params.keywordId, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeKeyword',
    summary: 'Remove a keyword',
    tag: 'Planner',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeVersion(ctx, 'keyword', { siteId: params.siteId, id: params.keywordId, expectedVersion });
  },
);

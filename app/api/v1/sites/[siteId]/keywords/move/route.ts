import { z } from 'zod';
import { MovedKeywords, MoveKeywords, moveKeywords } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'moveKeywords',
    summary: 'Move keywords into a cluster, or out of theirs',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: MoveKeywords,
    answer: MovedKeywords,
  },
  (ctx, { params, body }) => moveKeywords(ctx, { siteId: params.siteId, ...body }),
);

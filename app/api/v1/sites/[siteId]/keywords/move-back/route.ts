import { z } from 'zod';
import { IdsAnswer, MoveKeywordsBack, moveKeywordsBack } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'moveKeywordsBack',
    summary: 'Take a move of keywords back',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: MoveKeywordsBack,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => moveKeywordsBack(ctx, { siteId: params.siteId, ...body }),
);

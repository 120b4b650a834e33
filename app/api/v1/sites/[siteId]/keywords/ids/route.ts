import { z } from 'zod';
import { IdsAnswer, KeywordFilters, keywordIds } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listKeywordIds',
    summary: 'Ids of all keywords that match, to select them together',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    query: KeywordFilters,
    answer: IdsAnswer,
  },
  (ctx, { params, query }) => keywordIds(ctx, params.siteId, query),
);

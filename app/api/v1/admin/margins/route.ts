import { MarginsAnswer, margins, PeriodQuery } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getMargins',
    summary: 'Revenue against provider cost per model',
    tag: 'Credits',
    access: 'administrator',
    query: PeriodQuery,
    answer: MarginsAnswer,
  },
  (ctx, { query }) => margins(ctx, query),
);

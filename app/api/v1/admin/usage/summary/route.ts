import { SummaryAnswer, SummaryQuery, summarizeUsage } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'summarizeAllUsage',
    summary: 'Usage of all accounts by day, operation and model',
    tag: 'Credits',
    access: 'administrator',
    query: SummaryQuery,
    answer: SummaryAnswer,
  },
  (ctx, { query }) => summarizeUsage(ctx, query),
);

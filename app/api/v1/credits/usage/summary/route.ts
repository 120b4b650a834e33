import { SummaryAnswer, SummaryQuery, summarizeUsage } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'summarizeUsage',
    summary: 'Usage by day, operation, model, site and trigger',
    tag: 'Credits',
    access: 'signed_in',
    query: SummaryQuery,
    answer: SummaryAnswer,
  },
  (ctx, { query }) => summarizeUsage(ctx, query),
);

import { exportUsage, listUsage, UsageList, UsageQuery } from '#domain/credits/index.ts';
import { csvResponse } from '#server/http/csv.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listUsage',
    summary: 'The usage log, as JSON or CSV',
    tag: 'Credits',
    access: 'signed_in',
    query: UsageQuery,
    answer: UsageList,
  },
  async (ctx, { query, request }) => {
    const csv = query.format === 'csv' || request.headers.get('accept')?.startsWith('text/csv');
    return csv ? csvResponse(await exportUsage(ctx, query), 'usage.csv') : listUsage(ctx, query);
  },
);

import { exportUsage, listUsage, UsageList, UsageQuery } from '#domain/credits/index.ts';
import { csvResponse } from '#server/http/csv.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAllUsage',
    summary: 'The usage log of all accounts, with provider cost',
    tag: 'Credits',
    access: 'administrator',
    query: UsageQuery,
    answer: UsageList,
  },
  async (ctx, { query, request }) => {
    const csv = query.format === 'csv' || request.headers.get('accept')?.startsWith('text/csv');
    return csv ? csvResponse(await exportUsage(ctx, query), 'usage.csv') : listUsage(ctx, query);
  },
);

import { listRuns, Run, RunListQuery } from '#domain/runs/index.ts';
import { listOf, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAllRuns',
    summary: 'AI runs of all accounts, the newest first',
    tag: 'Runs',
    access: 'administrator',
    query: RunListQuery,
    answer: listOf(Run),
  },
  (ctx, { query }) => listRuns(ctx, query),
);

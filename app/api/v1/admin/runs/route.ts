import { z } from 'zod';
import { listRuns, Run, RunListQuery } from '#domain/runs/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAllRuns',
    summary: 'AI runs of all accounts, the newest first',
    tag: 'Runs',
    access: 'administrator',
    query: RunListQuery,
    answer: z.strictObject({ data: z.array(Run), nextCursor: z.string().nullable() }),
  },
  (ctx, { query }) => listRuns(ctx, query),
);

import { uuidv7 } from 'uuidv7';
import { getRun, listRuns, Run, RunDetail, RunListQuery, StartRun, startRun } from '#domain/runs/index.ts';
import { listOf, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listRuns',
    summary: 'AI runs, the newest first',
    tag: 'Runs',
    access: 'signed_in',
    query: RunListQuery,
    answer: listOf(Run),
  },
  (ctx, { query }) => listRuns(ctx, query),
);

export const POST = route(
  {
    operation: 'startRun',
    summary: 'Start an AI operation',
    tag: 'Runs',
    access: 'signed_in',
    body: StartRun,
    answer: RunDetail,
    status: 202,
    idempotent: true,
  },
  async (ctx, { body, idempotencyKey }) =>
    getRun(ctx, (await startRun(ctx, { ...body, idempotencyKey: idempotencyKey ?? uuidv7() })).id),
);

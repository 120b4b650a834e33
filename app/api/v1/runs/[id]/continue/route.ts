import { z } from 'zod';
import { ContinueRun, continueRun, getRun, RunDetail } from '#domain/runs/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'continueRun',
    summary: 'Let a run that stopped at its ceiling go on up to a higher one',
    tag: 'Runs',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    body: ContinueRun,
    answer: RunDetail,
  },
  async (ctx, { params, body }) => getRun(ctx, (await continueRun(ctx, params.id, body.ceiling)).id),
);

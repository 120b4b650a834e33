import { z } from 'zod';
import { getRun, RunDetail, retryFailed } from '#domain/runs/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'retryFailedSteps',
    summary: 'Try again what failed in a run, and only that',
    tag: 'Runs',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    answer: RunDetail,
  },
  async (ctx, { params }) => getRun(ctx, (await retryFailed(ctx, params.id)).id),
);

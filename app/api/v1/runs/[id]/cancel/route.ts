import { z } from 'zod';
import { cancelRun, getRun, RunDetail } from '#domain/runs/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'cancelRun',
    summary: 'Cancel a run; what it holds goes back',
    tag: 'Runs',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    answer: RunDetail,
  },
  async (ctx, { params }) => getRun(ctx, (await cancelRun(ctx, params.id)).id),
);

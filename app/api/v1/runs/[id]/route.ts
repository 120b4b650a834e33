import { z } from 'zod';
import { getRun, RunDetail } from '#domain/runs/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getRun',
    summary: 'A run with its receipt',
    tag: 'Runs',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    answer: RunDetail,
  },
  (ctx, { params }) => getRun(ctx, params.id),
);

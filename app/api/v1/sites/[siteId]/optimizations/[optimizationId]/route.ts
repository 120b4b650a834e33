import { z } from 'zod';
import { getOptimization, OptimizationView } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getOptimization',
    summary: 'One result with the proposed text',
    tag: 'Optimizer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), optimizationId: z.uuid() }),
    answer: OptimizationView,
  },
  (ctx, { params }) => getOptimization(ctx, params.siteId, params.optimizationId),
);

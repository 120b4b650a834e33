import { z } from 'zod';
import { OptimizationView, refuseOptimization } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'refuseOptimization',
    summary: 'Leave the article as it is',
    tag: 'Optimizer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), optimizationId: z.uuid() }),
    answer: OptimizationView,
    ifMatch: true,
  },
  (ctx, { params, expectedVersion }) =>
    refuseOptimization(ctx, { siteId: params.siteId, id: params.optimizationId, expectedVersion }),
);

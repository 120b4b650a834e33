import { z } from 'zod';
import { acceptOptimization, OptimizationView } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'acceptOptimization',
    summary: 'Make the proposed text the next revision',
    tag: 'Optimizer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), optimizationId: z.uuid() }),
    body: z.strictObject({ overwrite: z.boolean().default(false) }),
    answer: OptimizationView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    acceptOptimization(ctx, { siteId: params.siteId, id: params.optimizationId, expectedVersion, ...body }),
);

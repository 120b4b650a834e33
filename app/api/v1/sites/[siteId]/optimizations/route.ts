import { z } from 'zod';
import { listOptimizations, OPTIMIZATION_STATES, OptimizationRow } from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listOptimizations',
    summary: 'Results of the Optimizer, the newest first',
    tag: 'Optimizer',
    access: 'signed_in',
    params,
    query: listQuery({
      filters: { articleId: z.uuid().optional(), state: z.enum(OPTIMIZATION_STATES).optional() },
    }),
    answer: listOf(OptimizationRow),
  },
  (ctx, { params, query }) => listOptimizations(ctx, params.siteId, query),
);

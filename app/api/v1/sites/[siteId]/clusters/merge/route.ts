import { z } from 'zod';
import { ClusterView, MergeClusters, mergeClusters } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'mergeClusters',
    summary: 'Merge clusters into one',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: MergeClusters,
    answer: ClusterView,
  },
  (ctx, { params, body }) => mergeClusters(ctx, { siteId: params.siteId, ...body }),
);

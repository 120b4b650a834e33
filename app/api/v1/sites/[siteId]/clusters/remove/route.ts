import { z } from 'zod';
import { Ids, RemovedClusters, removeClusters } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'removeManyClusters',
    summary: 'Remove clusters; their keywords stay',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: Ids,
    answer: RemovedClusters,
  },
  (ctx, { params, body }) => removeClusters(ctx, { siteId: params.siteId, ...body }),
);

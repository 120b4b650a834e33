import { z } from 'zod';
import { IdsAnswer, RestoreClusters, restoreClusters } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreClusters',
    summary: 'Take removed clusters back with their keywords',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: RestoreClusters,
    answer: IdsAnswer,
  },
  (ctx, { params, body }) => restoreClusters(ctx, { siteId: params.siteId, ...body }),
);

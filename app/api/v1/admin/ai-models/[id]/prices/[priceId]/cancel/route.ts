import { z } from 'zod';
import { cancelPrice } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'cancelPrice',
    summary: 'Cancel a price that has not started',
    tag: 'Prices',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid(), priceId: z.uuid() }),
    status: 204,
  },
  (ctx, { params }) => cancelPrice(ctx, params.id, params.priceId),
);

import { z } from 'zod';
import { createPrice, listPrices, NewPrice, Price } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ id: z.uuid() });

export const GET = route(
  {
    operation: 'listPrices',
    summary: 'Price versions of a model: in force, scheduled, past, cancelled',
    tag: 'Prices',
    access: 'administrator',
    params,
    answer: z.strictObject({ data: z.array(Price), nextCursor: z.null() }),
  },
  async (ctx, input) => ({ data: await listPrices(ctx, input.params.id), nextCursor: null }),
);

export const POST = route(
  {
    operation: 'createPrice',
    summary: 'A new price from now or from a later time',
    tag: 'Prices',
    access: 'administrator',
    params,
    body: NewPrice,
    answer: Price,
    status: 201,
    idempotent: true,
  },
  async (ctx, input) => {
    const { id } = await createPrice(ctx, input.params.id, input.body);
    return (await listPrices(ctx, input.params.id)).find((price) => price.id === id);
  },
);

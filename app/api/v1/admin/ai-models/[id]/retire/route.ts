import { z } from 'zod';
import { getModel, Model, Retire, retireModel } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'retireModel',
    summary: 'Take it away for good, with what serves instead',
    tag: 'Models',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    body: Retire,
    answer: Model,
    ifMatch: true,
  },
  async (ctx, { params, expectedVersion, body }) => {
    await retireModel(ctx, params.id, expectedVersion, body);
    return getModel(ctx, params.id);
  },
);

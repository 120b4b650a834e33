import { z } from 'zod';
import { getModel, Model, setDefaultModel } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'setDefaultModel',
    summary: 'Make it the default of its type',
    tag: 'Models',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: Model,
    ifMatch: true,
  },
  async (ctx, { params, expectedVersion }) => {
    await setDefaultModel(ctx, params.id, expectedVersion);
    return getModel(ctx, params.id);
  },
);

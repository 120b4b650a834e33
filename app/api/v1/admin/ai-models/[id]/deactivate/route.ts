import { z } from 'zod';
import { Deactivate, deactivateModel, getModel, Model } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'deactivateModel',
    summary: 'Take it from the choices',
    tag: 'Models',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    body: Deactivate,
    answer: Model,
    ifMatch: true,
  },
  async (ctx, { params, expectedVersion, body }) => {
    await deactivateModel(ctx, params.id, expectedVersion, body);
    return getModel(ctx, params.id);
  },
);

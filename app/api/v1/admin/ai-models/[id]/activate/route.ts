import { z } from 'zod';
import { activateModel, getModel, Model } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'activateModel',
    summary: 'Make it a choice; 422 names what is missing',
    tag: 'Models',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: Model,
    ifMatch: true,
  },
  async (ctx, { params, expectedVersion }) => {
    await activateModel(ctx, params.id, expectedVersion);
    return getModel(ctx, params.id);
  },
);

import { z } from 'zod';
import { deleteModel, getModel, Model, UpdateModel, updateModel } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ id: z.uuid() });

export const GET = route(
  {
    operation: 'getModel',
    summary: 'One model',
    tag: 'Models',
    access: 'administrator',
    params,
    answer: Model,
  },
  (ctx, input) => getModel(ctx, input.params.id),
);

export const PATCH = route(
  {
    operation: 'updateModel',
    summary: 'Change facts of a model',
    tag: 'Models',
    access: 'administrator',
    params,
    body: UpdateModel,
    answer: Model,
    ifMatch: true,
  },
  async (ctx, input) => {
    await updateModel(ctx, input.params.id, input.expectedVersion, input.body);
    return getModel(ctx, input.params.id);
  },
);

export const DELETE = route(
  {
    operation: 'deleteModel',
    summary: 'Delete a model that nothing refers to; 409 lists what does',
    tag: 'Models',
    access: 'administrator',
    params,
    ifMatch: true,
    status: 204,
  },
  (ctx, input) => deleteModel(ctx, input.params.id, input.expectedVersion),
);

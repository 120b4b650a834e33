import { z } from 'zod';
import { CreateModel, createModel, getModel, listModels, MODEL_SORT, Model } from '#domain/models/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listModels',
    summary: 'All models, inactive ones too',
    tag: 'Models',
    access: 'administrator',
    query: listQuery({
      sort: MODEL_SORT,
      filters: {
        search: z.string().max(100).optional(),
        modelType: z.enum(['text', 'image']).optional(),
        status: z.enum(['active', 'standby', 'inactive', 'retired']).optional(),
        qualityTier: z.string().max(40).optional(),
        providerId: z.uuid().optional(),
        isDefault: z.stringbool().optional(),
      },
    }),
    answer: listOf(Model),
  },
  (ctx, { query }) => listModels(ctx, query),
);

export const POST = route(
  {
    operation: 'createModel',
    summary: 'Add a model',
    tag: 'Models',
    access: 'administrator',
    body: CreateModel,
    answer: Model,
    status: 201,
    idempotent: true,
  },
  async (ctx, { body }) => getModel(ctx, (await createModel(ctx, body)).id),
);

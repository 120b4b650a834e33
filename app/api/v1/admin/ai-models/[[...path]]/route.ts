import { wholeList } from '#contract/area.ts';
import { models } from '#contract/models.ts';
import { rehearse } from '#domain/credits/index.ts';
import {
  activateModel,
  bulkModels,
  cancelPrice,
  createModel,
  createPrice,
  deactivateModel,
  deleteModel,
  getModel,
  listModels,
  listPrices,
  modelReferences,
  retireModel,
  setDefaultModel,
  updateModel,
} from '#domain/models/index.ts';
import { serve } from '#server/http/serve.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(models, {
  'GET admin/ai-models': (ctx, { query }) => listModels(ctx, query),
  'POST admin/ai-models': async (ctx, { body }) => getModel(ctx, (await createModel(ctx, body)).id),
  'POST admin/ai-models/bulk': (ctx, { body }) => bulkModels(ctx, body),
  'GET admin/ai-models/{id}': (ctx, { params }) => getModel(ctx, params.id),
  'PATCH admin/ai-models/{id}': async (ctx, { params, expectedVersion, body }) => {
    await updateModel(ctx, params.id, expectedVersion, body);
    return getModel(ctx, params.id);
  },
  'DELETE admin/ai-models/{id}': (ctx, { params, expectedVersion }) =>
    deleteModel(ctx, params.id, expectedVersion),
  'GET admin/ai-models/{id}/references': (ctx, { params }) => modelReferences(ctx, params.id),
  'POST admin/ai-models/{id}/default': async (ctx, { params, expectedVersion }) => {
    await setDefaultModel(ctx, params.id, expectedVersion);
    return getModel(ctx, params.id);
  },
  'POST admin/ai-models/{id}/activate': async (ctx, { params, expectedVersion }) => {
    await activateModel(ctx, params.id, expectedVersion);
    return getModel(ctx, params.id);
  },
  'POST admin/ai-models/{id}/deactivate': async (ctx, { params, expectedVersion, body }) => {
    await deactivateModel(ctx, params.id, expectedVersion, body);
    return getModel(ctx, params.id);
  },
  'POST admin/ai-models/{id}/retire': async (ctx, { params, expectedVersion, body }) => {
    await retireModel(ctx, params.id, expectedVersion, body);
    return getModel(ctx, params.id);
  },
  'GET admin/ai-models/{id}/prices': async (ctx, { params }) => wholeList(await listPrices(ctx, params.id)),
  'POST admin/ai-models/{id}/prices': (ctx, { params, body }) => createPrice(ctx, params.id, body),
  'POST admin/ai-models/{id}/prices/preview': (ctx, { params, body }) => rehearse(ctx, params.id, body),
  'POST admin/ai-models/{id}/prices/{priceId}/cancel': (ctx, { params }) =>
    cancelPrice(ctx, params.id, params.priceId),
});

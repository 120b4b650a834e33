import { z } from 'zod';
import { PricePreview, RehearsalAnswer } from '#domain/credits/index.ts';
import {
  BulkModels,
  BulkResult,
  CreateModel,
  Deactivate,
  MODEL_SORT,
  Model,
  NewPrice,
  Price,
  References,
  Retire,
  Tier,
  UpdateModel,
  UpdateTier,
} from '#domain/models/index.ts';
import { area, listOf, listQuery, wholeListOf } from './area.ts';

/** The registry's models with their prices and their life, for administrators. */
export const models = area('Models', {
  'GET admin/ai-models': {
    operation: 'listModels',
    summary: 'All models, inactive ones too',
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
  'POST admin/ai-models': {
    operation: 'createModel',
    summary: 'Add a model',
    access: 'administrator',
    body: CreateModel,
    answer: Model,
    status: 201,
    idempotent: true,
  },
  'POST admin/ai-models/bulk': {
    operation: 'bulkModels',
    summary: 'Activate or deactivate several models; each row tells what came of it',
    access: 'administrator',
    body: BulkModels,
    answer: BulkResult,
  },
  'GET admin/ai-models/{id}': {
    operation: 'getModel',
    summary: 'One model',
    access: 'administrator',
    answer: Model,
  },
  'PATCH admin/ai-models/{id}': {
    operation: 'updateModel',
    summary: 'Change facts of a model',
    access: 'administrator',
    body: UpdateModel,
    answer: Model,
    ifMatch: true,
  },
  'DELETE admin/ai-models/{id}': {
    operation: 'deleteModel',
    summary: 'Delete a model that nothing refers to; 409 lists what does',
    access: 'administrator',
    ifMatch: true,
  },
  'GET admin/ai-models/{id}/references': {
    operation: 'listModelReferences',
    summary: 'Where a model is used',
    access: 'administrator',
    answer: References,
  },
  'POST admin/ai-models/{id}/default': {
    operation: 'setDefaultModel',
    summary: 'Make it the default of its type',
    access: 'administrator',
    answer: Model,
    ifMatch: true,
  },
  'POST admin/ai-models/{id}/activate': {
    operation: 'activateModel',
    summary: 'Make it a choice; 422 names what is missing',
    access: 'administrator',
    answer: Model,
    ifMatch: true,
  },
  'POST admin/ai-models/{id}/deactivate': {
    operation: 'deactivateModel',
    summary: 'Take it from the choices',
    access: 'administrator',
    body: Deactivate,
    answer: Model,
    ifMatch: true,
  },
  'POST admin/ai-models/{id}/retire': {
    operation: 'retireModel',
    summary: 'Take it away for good, with what serves instead',
    access: 'administrator',
    body: Retire,
    answer: Model,
    ifMatch: true,
  },
  'GET admin/ai-models/{id}/prices': {
    operation: 'listPrices',
    summary: 'Price versions of a model: in force, scheduled, past, cancelled',
    access: 'administrator',
    answer: wholeListOf(Price),
  },
  'POST admin/ai-models/{id}/prices': {
    operation: 'createPrice',
    summary: 'A new price from now or from a later time',
    access: 'administrator',
    body: NewPrice,
    answer: Price,
    status: 201,
    idempotent: true,
  },
  'POST admin/ai-models/{id}/prices/preview': {
    operation: 'previewPrice',
    summary: 'The last 30 days at a draft price, or with this model in the place of another',
    access: 'administrator',
    scope: 'read',
    body: PricePreview,
    answer: RehearsalAnswer,
  },
  'POST admin/ai-models/{id}/prices/{priceId}/cancel': {
    operation: 'cancelPrice',
    summary: 'Cancel a price that has not started',
    access: 'administrator',
  },
});

/** The tiers of image quality, for administrators. */
export const qualityTiers = area('Quality tiers', {
  'GET admin/quality-tiers': {
    operation: 'listQualityTiers',
    summary: 'The tiers with their label, credits and model',
    access: 'administrator',
    answer: wholeListOf(Tier),
  },
  'GET admin/quality-tiers/{tier}': {
    operation: 'getQualityTier',
    summary: 'One tier',
    access: 'administrator',
    params: { tier: z.string().max(40) },
    answer: Tier,
  },
  'PATCH admin/quality-tiers/{tier}': {
    operation: 'updateQualityTier',
    summary: 'Change a tier’s label or which model serves it',
    access: 'administrator',
    params: { tier: z.string().max(40) },
    body: UpdateTier,
    answer: Tier,
    ifMatch: true,
  },
});

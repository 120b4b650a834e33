import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  BulkResult,
  CreateModel,
  Model,
  ModelChoice,
  NewPrice,
  Price,
  References,
  SuccessionEntry,
  Tier,
  UpdateModel,
  UpdateTier,
} from '#domain/models/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, type List, present, type Query } from './http.ts';
import { FOLLOWED } from './query-client.ts';

export type ModelView = Wire<Model>;
export type PriceView = Wire<Price>;
export type TierView = Wire<Tier>;
export type ChoiceView = Wire<ModelChoice>;
export type SuccessionView = Wire<SuccessionEntry>;

export const modelKeys = {
  all: ['models'] as const,
  list: (query: Query) => ['models', 'list', present(query)] as const,
  one: (id: string) => ['models', 'one', id] as const,
  prices: (id: string) => ['models', 'prices', id] as const,
  references: (id: string) => ['models', 'references', id] as const,
  tiers: ['models', 'tiers'] as const,
  choices: ['models', 'choices'] as const,
  tierChoices: ['models', 'tier-choices'] as const,
  succession: ['models', 'succession'] as const,
};

export const modelsQuery = (query: Query = {}) =>
  queryOptions({
    queryKey: modelKeys.list(query),
    queryFn: () => api.get<List<ModelView>>('admin/ai-models', { limit: 200, ...query }),
  });
export const modelQuery = (id: string) =>
  queryOptions({ queryKey: modelKeys.one(id), queryFn: () => api.get<ModelView>(`admin/ai-models/${id}`) });
export const pricesQuery = (id: string) =>
  queryOptions({
    queryKey: modelKeys.prices(id),
    queryFn: () => api.get<List<PriceView>>(`admin/ai-models/${id}/prices`),
  });
export const modelReferencesQuery = (id: string) =>
  queryOptions({
    queryKey: modelKeys.references(id),
    queryFn: () => api.get<Wire<References>>(`admin/ai-models/${id}/references`),
    staleTime: 0,
  });
export const tiersQuery = () =>
  queryOptions({ queryKey: modelKeys.tiers, queryFn: () => api.get<List<TierView>>('admin/quality-tiers') });
export const choicesQuery = () =>
  queryOptions({
    queryKey: modelKeys.choices,
    queryFn: () => api.get<List<ChoiceView>>('system/ai-models/'),
    ...FOLLOWED,
  });
export const tierChoicesQuery = () =>
  queryOptions({
    queryKey: modelKeys.tierChoices,
    queryFn: () => api.get<List<TierView>>('system/quality-tiers/'),
    ...FOLLOWED,
  });
export const successionQuery = () =>
  queryOptions({
    queryKey: modelKeys.succession,
    queryFn: () => api.get<List<SuccessionView>>('admin/succession'),
  });

type Versioned = Pick<ModelView, 'id' | 'version'>;
const act = (model: Versioned, verb: string, body?: unknown) =>
  api.post<ModelView>(`admin/ai-models/${model.id}/${verb}`, body, { version: model.version });

export const createModel = (model: Wire<CreateModel>, idempotencyKey: string) =>
  api.post<ModelView>('admin/ai-models', model, { idempotencyKey });
export const updateModel = (model: Versioned, change: Wire<UpdateModel>) =>
  api.patch<ModelView>(`admin/ai-models/${model.id}`, change, { version: model.version });
export const deleteModel = (model: Versioned) =>
  api.delete<void>(`admin/ai-models/${model.id}`, { version: model.version });
export const makeDefault = (model: Versioned) => act(model, 'default');
export const activateModel = (model: Versioned) => act(model, 'activate');
export const deactivateModel = (
  model: Versioned,
  choice: { replacementDefaultId?: string; status?: 'inactive' | 'standby' } = {},
) => act(model, 'deactivate', choice);
/** A model as it is at this moment: for undoing an act on it that another act has changed since. */
export const freshModel = (id: string) => api.get<ModelView>(`admin/ai-models/${id}`);
export const retireModel = (model: Versioned, replacementId: string | null) =>
  act(model, 'retire', { replacementId });
export const bulkModels = (action: 'activate' | 'deactivate', models: readonly Versioned[]) =>
  api.post<z.infer<typeof BulkResult>>('admin/ai-models/bulk', {
    action,
    models: models.map(({ id, version }) => ({ id, version })),
  });
export const createPrice = (modelId: string, price: Wire<NewPrice>, idempotencyKey: string) =>
  api.post<PriceView>(`admin/ai-models/${modelId}/prices`, price, { idempotencyKey });
export const cancelPrice = (modelId: string, priceId: string) =>
  api.post<void>(`admin/ai-models/${modelId}/prices/${priceId}/cancel`);
export const updateTier = (tier: Pick<TierView, 'tier' | 'version'>, change: Wire<UpdateTier>) =>
  api.patch<TierView>(`admin/quality-tiers/${tier.tier}`, change, { version: tier.version });
export const refreshSuccession = () => api.post<unknown>('admin/succession/refresh');

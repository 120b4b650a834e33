import { type Answer, type Body, call, type QueryOf, query, type RowOf, under } from './api.ts';
import { FOLLOWED } from './query-client.ts';

export type ModelView = Answer<'GET admin/ai-models/{id}'>;
export type TierView = RowOf<'GET admin/quality-tiers'>;
export type ModelChange = Body<'PATCH admin/ai-models/{id}'>;

/** What a change of the registry may touch. */
export const REGISTRY = [
  under('admin/ai-models'),
  under('admin/quality-tiers'),
  under('system'),
  under('admin/succession'),
];

export const modelsQuery = (asked: QueryOf<'GET admin/ai-models'> = {}) =>
  query('GET admin/ai-models', { query: { limit: 200, ...asked } });
export const modelQuery = (id: string) => query('GET admin/ai-models/{id}', { params: { id } });
export const modelReferencesQuery = (id: string) => ({
  ...query('GET admin/ai-models/{id}/references', { params: { id } }),
  staleTime: 0,
});
export const choicesQuery = () => ({ ...query('GET system/ai-models'), ...FOLLOWED });
export const tierChoicesQuery = () => ({ ...query('GET system/quality-tiers'), ...FOLLOWED });
/** The id and the version of what is changed. */
const of = ({ id, version }: Pick<ModelView, 'id' | 'version'>) => ({ params: { id }, version });
type Versioned = Parameters<typeof of>[0];

export const createModel = (body: Body<'POST admin/ai-models'>, idempotencyKey: string) =>
  call('POST admin/ai-models', { body, idempotencyKey });
export const updateModel = (model: Versioned, body: ModelChange) =>
  call('PATCH admin/ai-models/{id}', { ...of(model), body });
export const deleteModel = (model: Versioned) => call('DELETE admin/ai-models/{id}', of(model));
export const makeDefault = (model: Versioned) => call('POST admin/ai-models/{id}/default', of(model));
export const activateModel = (model: Versioned) => call('POST admin/ai-models/{id}/activate', of(model));
export const deactivateModel = (model: Versioned, body: Body<'POST admin/ai-models/{id}/deactivate'> = {}) =>
  call('POST admin/ai-models/{id}/deactivate', { ...of(model), body });
export const retireModel = (model: Versioned, replacementId: string | null) =>
  call('POST admin/ai-models/{id}/retire', { ...of(model), body: { replacementId } });
/** A model as it is at this moment: for undoing an act on it that another act has changed since. */
export const freshModel = (id: string) => call('GET admin/ai-models/{id}', { params: { id } });
export const updateTier = (
  { tier, version }: Pick<TierView, 'tier' | 'version'>,
  body: Body<'PATCH admin/quality-tiers/{tier}'>,
) => call('PATCH admin/quality-tiers/{tier}', { params: { tier }, version, body });

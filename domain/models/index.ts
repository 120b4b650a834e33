export { listChoices, missingFor, modelChoices, tierChoices } from './choices.ts';
export { createModel, updateModel } from './commands.ts';
export {
  activateModel,
  bulkModels,
  deactivateModel,
  deleteModel,
  makeDefault,
  retireModel,
  setDefaultModel,
} from './lifecycle.ts';
export { priceInForce, priceLabel } from './price.ts';
export { cancelPrice, createPrice, listPrices } from './pricing.ts';
export { daysUntil, getModel, listModels, MODEL_SORT, modelReferences } from './queries.ts';
export { findReferences, type ReferenceGroup, type Subject } from './references.ts';
export {
  askedModel,
  type Choice,
  isResolved,
  type ModelType,
  type Resolved,
  resolve,
  successors,
  tierModel,
  type Unresolved,
  unusable,
} from './resolve.ts';
export { changeRegistry } from './rows.ts';
export * from './schema.ts';
export { siteChoice, sizesFor } from './site.ts';
export {
  forgetRegistry,
  keepRegistry,
  type ModelRow,
  type PriceRow,
  type ProviderRow,
  type RegistrySnapshot,
  registrySnapshot,
  type TierRow,
} from './snapshot.ts';
export { getTier, updateTier } from './tiers.ts';

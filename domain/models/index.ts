export { choiceLabel, listChoices, listTiers, missingFor, modelChoices, resolveChoice, tierChoices } from './choices.ts';
export { createModel, updateModel } from './commands.ts';
export { activateModel, bulkModels, deactivateModel, deleteModel, makeDefault, retireModel, setDefaultModel } from './lifecycle.ts';
export { priceInForce, priceLabel, scheduledPrices } from './price.ts';
export { cancelPrice, createPrice, listPrices } from './pricing.ts';
export { daysUntil, getModel, listModels, MODEL_SORT, modelReferences } from './queries.ts';
export { findReferences, type ReferenceGroup, type Subject } from './references.ts';
export { type Choice, isResolved, type ModelType, type Resolved, resolve, successors, tierModel, type Unresolved, uncallable, unusable } from './resolve.ts';
export { changeRegistry, explained, stale } from './rows.ts';
export * from './schema.ts';
export { resolveForSite, type SiteResolution, siteChoice, sizesFor } from './site.ts';
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

export { choiceLabel, listChoices, listTiers, missingFor, modelChoices, resolveChoice, tierChoices } from './choices.ts';
export { priceInForce, priceLabel, scheduledPrices } from './price.ts';
export { type Choice, isResolved, type ModelType, type Resolved, resolve, successors, type Unresolved, uncallable, unusable } from './resolve.ts';
export * from './schema.ts';
export { forgetRegistry, keepRegistry, type ModelRow, type PriceRow, type ProviderRow, type RegistrySnapshot, registrySnapshot, type TierRow } from './snapshot.ts';

export { type PriceTerms, priceOf, priceRange, termsOf, type Used } from './price.ts';
export type * from './types.ts';

export { estimateText, imageRange, type Range, type TextEstimate, textRange } from './estimate.ts';
export { strictJsonSchema } from './json-schema.ts';
export { type ServingModel, servingModel } from './model.ts';
export { limitsOf, type Plan, planOperation, Quote, QuoteRequest, quoteOperation } from './quote.ts';
export { allOperations, operationNamed } from './registry.ts';
export { type SiteProfile, siteProfile } from './site.ts';
export * from './types.ts';

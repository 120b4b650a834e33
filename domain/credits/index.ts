export { balance } from './balance.ts';
export { insufficient, markUnknown, recordLate, reserve, settle, takeOver, voidReservation } from './calls.ts';
export { adjust, grant, refund } from './grants.ts';
export { type PriceTerms, priceOf, priceRange, termsOf, type Used } from './price.ts';
export { sweep } from './sweep.ts';
export type * from './types.ts';
export { type Finding, invariantSentences, listProofs, type Proof, verifyBooks } from './verify.ts';

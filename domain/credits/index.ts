export { accountOf } from './account.ts';
export {
  type AccountCredits,
  accountCredits,
  balance,
  listAccountCredits,
  setLowBalanceThreshold,
} from './balance.ts';
export { bookCredits } from './book.ts';
export {
  insufficient,
  markUnknown,
  recordLate,
  reserve,
  settle,
  takeOver,
  voidReservation,
} from './calls.ts';
export { exportUsage } from './export.ts';
export { adjust, grant, refund } from './grants.ts';
export { type ImportedUsage, importUsage } from './import.ts';
export { type Margin, type Margins, margins, moneySettings, setMoneySettings } from './margins.ts';
export { type PriceTerms, priceOf, priceRange, termsOf, type Used } from './price.ts';
export { type Receipt, receipt } from './receipt.ts';
export { rehearse } from './rehearsal.ts';
export * from './schema.ts';
export { type Share, type Sums, summarizeUsage, type UsageSummary } from './summary.ts';
export { sweep } from './sweep.ts';
export { listTransactions, type Transaction } from './transactions.ts';
export type * from './types.ts';
export { listUsage, type UsageListed } from './usage.ts';
export { type Books, books, type Finding, type Proof, proveWhenDue, verifyBooks } from './verify.ts';

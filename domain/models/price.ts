import type { PriceRow } from './snapshot.ts';

/** The price in force at a time: of the versions that were not cancelled, the one that started last. Null: none had started. */
export function priceInForce(prices: readonly PriceRow[], at: Date): PriceRow | null {
  let found: PriceRow | null = null;
  for (const price of prices) {
    if (price.cancelledAt !== null || price.effectiveFrom > at) continue;
    if (found === null || price.effectiveFrom > found.effectiveFrom) found = price;
  }
  return found;
}

/** Versions that have not started yet, the next first. */
export const scheduledPrices = (prices: readonly PriceRow[], at: Date): PriceRow[] =>
  prices
    .filter((price) => price.cancelledAt === null && price.effectiveFrom > at)
    .sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime());

const number = new Intl.NumberFormat('en-US');

/** What a price is in words: "5 credits/image", "1 credit per 1,000 tokens". The one place where a price becomes text. */
export function priceLabel(price: Pick<PriceRow, 'tokensPerCredit' | 'creditsPerImage'>): string {
  if (price.creditsPerImage !== null)
    return `${number.format(price.creditsPerImage)} ${price.creditsPerImage === 1 ? 'credit' : 'credits'}/image`;
  return `1 credit per ${number.format(price.tokensPerCredit ?? 0)} tokens`;
}

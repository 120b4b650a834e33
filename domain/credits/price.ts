/** What a credit buys, as a price version says it: for text models tokens, for image models images. */
export type PriceTerms = { tokensPerCredit: number } | { creditsPerImage: number };

/** What a call used, as the provider reports it: input plus output tokens, or the images that were delivered. */
export type Used = { totalTokens: number } | { images: number };

/**
 * Credits for one call, a whole number: text = ceil(total tokens / tokens per credit), image = credits per image × images.
 * Nothing used costs nothing. Throws RangeError for anything that is no whole number in range, and when price and use are of
 * different kinds. The database's `credits_for` states the same rule for charges and reports; a test holds them together.
 */
export function priceOf(price: PriceTerms, used: Used): number {
  if ('tokensPerCredit' in price && 'totalTokens' in used) {
    const tokens = whole(used.totalTokens, 'tokens');
    const perCredit = whole(price.tokensPerCredit, 'tokens per credit');
    if (perCredit < 1n) throw new RangeError('tokens per credit must be at least 1');
    return Number((tokens + perCredit - 1n) / perCredit);
  }
  if ('creditsPerImage' in price && 'images' in used) {
    return Number(whole(price.creditsPerImage, 'credits per image') * whole(used.images, 'images'));
  }
  throw new RangeError('a text price applies to tokens, an image price to images');
}

function whole(value: number, what: string): bigint {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${what} must be a whole number of at least 0, not ${value}`);
  return BigInt(value);
}

/** The terms of a price row, of which exactly one column is set. Throws RangeError for a row with neither. */
export function termsOf(row: { tokensPerCredit: number | null; creditsPerImage: number | null }): PriceTerms {
  if (row.tokensPerCredit !== null) return { tokensPerCredit: row.tokensPerCredit };
  if (row.creditsPerImage !== null) return { creditsPerImage: row.creditsPerImage };
  throw new RangeError('a price names tokens per credit or credits per image');
}

/** Lowest, expected and highest credits of a call, in that order whatever the estimates say. */
export function priceRange(
  price: PriceTerms,
  used: { min: Used; expected: Used; max: Used },
): { min: number; expected: number; max: number } {
  const max = priceOf(price, used.max);
  const expected = Math.min(priceOf(price, used.expected), max);
  return { min: Math.min(priceOf(price, used.min), expected), expected, max };
}

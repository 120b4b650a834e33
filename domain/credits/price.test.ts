import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../tests/database.ts';
import { priceOf, priceRange, termsOf } from './price.ts';

describe('the price of a call', () => {
  it.each([
    [1_000, 5_000, 5],
    [10_000, 5_000, 1],
    [1_000, 5_001, 6],
    [1_000, 1, 1],
    [1_000, 0, 0],
    [1, 9_007_199_254_740_991, 9_007_199_254_740_991],
  ])('%i tokens a credit, %i tokens: %i credits', (tokensPerCredit, totalTokens, credits) =>
    expect(priceOf({ tokensPerCredit }, { totalTokens })).toBe(credits),
  );

  it.each([
    [1, 3, 3],
    [5, 3, 15],
    [15, 3, 45],
    [15, 0, 0],
  ])('%i credits an image, %i images: %i credits', (creditsPerImage, images, credits) =>
    expect(priceOf({ creditsPerImage }, { images })).toBe(credits),
  );

  it('refuses fractions, negatives, free prices, and a price of the other kind', () => {
    for (const tokens of [1.5, -1, Number.NaN, 2 ** 53])
      expect(() => priceOf({ tokensPerCredit: 10 }, { totalTokens: tokens })).toThrow(RangeError);
    expect(() => priceOf({ tokensPerCredit: 0 }, { totalTokens: 1 })).toThrow(RangeError);
    expect(() => priceOf({ tokensPerCredit: 10 }, { images: 1 })).toThrow(RangeError);
    expect(() => termsOf({ tokensPerCredit: null, creditsPerImage: null })).toThrow(RangeError);
  });

  it('keeps a range in order even when the estimates are not', () => {
    expect(
      priceRange(
        { tokensPerCredit: 10 },
        { min: { totalTokens: 50 }, expected: { totalTokens: 90 }, max: { totalTokens: 30 } },
      ),
    ).toEqual({
      min: 3,
      expected: 3,
      max: 3,
    });
  });

  const t = useDatabase();
  it('is the same in the database for every input', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1000 }),
        async (perCredit, tokens, perImage, images) => {
          const [row] = await t.connection.sql<{ text: string; image: string }[]>`
          select credits_for(${perCredit}::bigint, null, ${tokens}::bigint, null) text, credits_for(null, ${perImage}::bigint, null, ${images}::bigint) image`;
          expect(Number(row?.text)).toBe(priceOf({ tokensPerCredit: perCredit }, { totalTokens: tokens }));
          expect(Number(row?.image)).toBe(priceOf({ creditsPerImage: perImage }, { images }));
        },
      ),
      { numRuns: 300 },
    );
  });
});

interface Costs {
  inputCostPerMtok: string | null;
  outputCostPerMtok: string | null;
  costPerImage: string | null;
}

const DECIMALS = 6;

/** A decimal with at most six places as a whole number of millionths. */
function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole) * 10n ** BigInt(DECIMALS) + BigInt(fraction.padEnd(DECIMALS, '0').slice(0, DECIMALS));
}

/**
 * What a call costs at the provider, estimated from the registry's cost columns: USD with eight decimals, or null where they are
 * empty. Used where the provider does not report its own cost. Exact in whole numbers; the last digit is cut, not rounded.
 */
export function estimateCost(
  costs: Costs,
  used: { inputTokens: number; outputTokens: number } | { images: number },
): string | null {
  if ('images' in used)
    return costs.costPerImage === null
      ? null
      : decimal(millionths(costs.costPerImage) * BigInt(used.images) * 100n);
  if (costs.inputCostPerMtok === null || costs.outputCostPerMtok === null) return null;
  const perMillion =
    millionths(costs.inputCostPerMtok) * BigInt(used.inputTokens) +
    millionths(costs.outputCostPerMtok) * BigInt(used.outputTokens);
  return decimal(perMillion / 10_000n); // millionths of a dollar per million tokens → hundred-millionths of a dollar
}

const decimal = (hundredMillionths: bigint): string => {
  const digits = hundredMillionths.toString().padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
};

import { describe, expect, it } from 'vitest';
import { formatUsdShort } from './format.tsx';

describe('an amount in US dollars, short', () => {
  it.each([
    ['0', '$0.00'],
    ['0.19257375', '$0.1926'],
    ['0.00004', '$0.00'],
    ['0.99995', '$1.00'],
    ['1234567.895', '$1,234,567.90'],
    ['9007199254740993.004', '$9,007,199,254,740,993.00'],
    ['-9.35', '−$9.35'],
  ])('shows %s as %s', (exact, short) => {
    expect(formatUsdShort(exact)).toBe(short);
  });
});

'use client';

import { parseAsStringLiteral, useQueryStates } from 'nuqs';

export const PERIODS = ['7', '30', '90', '365'] as const;
const state = { days: parseAsStringLiteral(PERIODS).withDefault('30') };

/** The period of a page, in days up to today, kept in the address. `from` is a UTC day, so that the same day gives the same query. */
export function usePeriod() {
  const [{ days }, set] = useQueryStates(state);
  return { days, from: firstDay(Number(days)), setDays: (value: string) => set({ days: value as (typeof PERIODS)[number] }) };
}

/** The first UTC day of a period that ends today, as the API takes it. */
export const firstDay = (days: number, now = new Date()): string => new Date(now.getTime() - (days - 1) * 86_400_000).toISOString().slice(0, 10);

'use client';

import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { firstDay, PERIODS, type Period } from './period.ts';

const state = { days: parseAsStringLiteral(PERIODS).withDefault('30') };

/** The period of a page, kept in the address. `from` is a UTC day, so that the same day gives the same query. */
export function usePeriod() {
  const [{ days }, set] = useQueryStates(state);
  return {
    days,
    from: firstDay(Number(days), new Date()),
    setDays: (value: string) => set({ days: value as Period }),
  };
}

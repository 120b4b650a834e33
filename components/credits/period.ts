/** Periods that a page may show, in days up to today, as its address names them. */
export const PERIODS = ['7', '30', '90', '365'] as const;
export type Period = (typeof PERIODS)[number];

/** The period that an address asks for; 30 days where it asks for none of ours. */
export const periodIn = (days: string | undefined): number =>
  Number(PERIODS.find((period) => period === days) ?? '30');

/** The first UTC day of a period that ends today, as the API takes it. */
export const firstDay = (days: number, now: Date): string =>
  new Date(now.getTime() - (days - 1) * 86_400_000).toISOString().slice(0, 10);

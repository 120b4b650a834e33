const DAY = 86_400_000;

interface Pace {
  /** Credits there are. */
  available: number;
  /** Credits a run is expected to cost. */
  perRun: number;
  /** The schedule's next times, ISO 8601, the first ones in order. */
  times: readonly string[];
}

/** How long a balance lasts at a schedule's pace: runs that it covers, and the days from the first of them to the last. Null where nothing is spent. */
export function runwayOf({ available, perRun, times }: Pace): { runs: number; days: number } | null {
  const [first, last] = [times[0], times.at(-1)];
  if (perRun <= 0 || !first || !last || times.length < 2) return null;
  const runs = Math.floor(available / perRun);
  const between = (new Date(last).getTime() - new Date(first).getTime()) / (times.length - 1);
  return { runs, days: Math.round((runs * between) / DAY) };
}

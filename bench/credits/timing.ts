export interface Timing {
  query: string;
  p50ms: number;
  p95ms: number;
  worstms: number;
}

/** Times each piece of work one call after the other, after a few calls that are not counted. */
export async function timeEach(
  work: readonly [name: string, run: (round: number) => Promise<unknown>][],
  rounds: number,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const [name, run] of work) {
    for (let i = 0; i < 5; i++) await run(i);
    const took: number[] = [];
    for (let i = 0; i < rounds; i++) {
      const before = performance.now();
      await run(i);
      took.push(performance.now() - before);
    }
    took.sort((a, b) => a - b);
    const at = (share: number) =>
      Number((took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(1));
    timings.push({ query: name, p50ms: at(0.5), p95ms: at(0.95), worstms: at(1) });
  }
  return timings;
}

import { z } from 'zod';

export const HealthCheck = z.strictObject({
  key: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warning', 'failing']),
  /** What was found, in words and figures. */
  detail: z.string(),
  /** What the part is for. */
  meaning: z.string(),
  /** What to do about it; null while it is well. */
  remedy: z.string().nullable(),
  /** The page where it can be mended. */
  link: z.string().nullable(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** What a part was found to be like. */
export interface Finding {
  state: HealthCheck['state'];
  detail: string;
}

/** A part with what it is for, what to do when it is ill, and where. */
export const part =
  (key: string, title: string, meaning: string, remedy: string, link: string | null = null) =>
  ({ state, detail }: Finding): HealthCheck => ({
    key,
    title,
    state,
    detail,
    meaning,
    remedy: state === 'ok' ? null : remedy,
    link,
  });

/** How long ago something was, in words. */
export function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  for (const [size, unit] of [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const) {
    const number = Math.floor(seconds / size);
    if (number > 0) return `${number} ${unit}${number === 1 ? '' : 's'} ago`;
  }
  return `${seconds} s ago`;
}

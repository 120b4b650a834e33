import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { invalidField } from '../errors.ts';

/** The shortest time between two goes: a schedule is for content, not for polling. Milliseconds. */
const SHORTEST_INTERVAL = 15 * 60_000;
/** A day, be it the longest. Milliseconds. */
const AROUND = 25 * 3_600_000;

/**
 * The next `count` times of a five-field cron expression in an IANA time zone, each strictly after `after`.
 * A local time that daylight saving skips runs at the shift; one that occurs twice runs once (croner's documented rule).
 * Throws 422 at `cron` for an expression that cannot be read.
 */
export function nextTimes(cron: string, timeZone: string, after: Date, count: number): Date[] {
  const schedule = parse(cron, timeZone);
  const times: Date[] = [];
  for (let at: Date | null = schedule.nextRun(after); at && times.length < count; at = schedule.nextRun(at))
    times.push(at);
  return times;
}

/** The next time after `after`. Throws 422 as `nextTimes` does, and for a schedule that never comes due. */
export function nextTime(cron: string, timeZone: string, after: Date): Date {
  const [first] = nextTimes(cron, timeZone, after, 1);
  if (!first) throw invalidField('cron', 'This schedule never comes due.');
  return first;
}

/** Throws 422 for a schedule that comes due too often. All its days have the same times, so that the one around its next time tells. */
export function assertRareEnough(cron: string, timeZone: string, now: Date): void {
  const next = nextTime(cron, timeZone, now).getTime();
  let last = nextTime(cron, timeZone, new Date(next - AROUND)).getTime();
  while (last < next + AROUND) {
    const at = nextTimes(cron, timeZone, new Date(last), 1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
    if (at - last < SHORTEST_INTERVAL)
      throw invalidField('cron', 'A schedule runs every 15 minutes at most.');
    last = at;
  }
}

/** The schedule in plain English, for example "At 09:00, only on Monday". */
export function describeSchedule(cron: string): string {
  return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false });
}

function parse(cron: string, timeZone: string): Cron {
  if (cron.trim().split(/\s+/).length !== 5)
    throw invalidField('cron', 'A schedule has five fields: minute, hour, day of month, month, day of week.');
  try {
    return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
  } catch (error) {
    throw invalidField(
      'cron',
      `This schedule cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

import { describe, expect, it } from 'vitest';
import { assertRareEnough, describeSchedule, nextTimes } from './schedule.ts';

const iso = (times: Date[]) => times.map((time) => time.toISOString());

describe('schedule', () => {
  it('gives the next times in the time zone of the site', () => {
    expect(iso(nextTimes('0 9 * * 1', 'Asia/Karachi', new Date('2026-11-23T12:00:00Z'), 3))).toEqual([
      '2026-11-30T04:00:00.000Z',
      '2026-12-07T04:00:00.000Z',
      '2026-12-14T04:00:00.000Z',
    ]);
  });

  it('keeps the local hour when daylight saving begins and ends', () => {
    expect(iso(nextTimes('0 9 * * *', 'Europe/Berlin', new Date('2026-03-27T12:00:00Z'), 3))).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
    expect(iso(nextTimes('0 9 * * *', 'Europe/Berlin', new Date('2026-10-24T12:00:00Z'), 2))).toEqual([
      '2026-10-25T08:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
    ]);
  });

  it('runs once, at the shift, when the local time is skipped; and once when it comes twice', () => {
    expect(iso(nextTimes('30 2 * * *', 'Europe/Berlin', new Date('2026-03-28T12:00:00Z'), 2))).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    const autumn = nextTimes('30 2 * * *', 'Europe/Berlin', new Date('2026-10-24T12:00:00Z'), 2);
    expect(autumn.map((time) => time.toISOString().slice(0, 10))).toEqual(['2026-10-25', '2026-10-26']);
  });

  it.each([
    ['not a cron', /five fields/],
    ['61 * * * *', /cannot be read/],
    ['* * * * *', /every 15 minutes/],
    ['0 0 31 2 *', /never comes due/],
    ['0 0 0 * * *', /five fields/],
  ])('refuses %s with a reason', (cron, reason) => {
    expect(() => assertRareEnough(cron, 'UTC', new Date('2026-11-23T12:00:00Z'))).toThrow(reason);
  });

  it.each(['2026-11-23T12:00:00Z', '2026-11-23T09:02:00Z', '2026-11-23T09:05:00Z'])(
    'refuses goes five minutes apart whenever it is asked (%s)',
    (now) => {
      expect(() => assertRareEnough('0,5 9 * * *', 'UTC', new Date(now))).toThrow(/every 15 minutes/);
      expect(() => assertRareEnough('0,5 9 1 1 *', 'UTC', new Date(now))).toThrow(/every 15 minutes/);
    },
  );

  it.each(['*/15 * * * *', '0 9 * * *', '0 0 29 2 *', '30 2,3 * * *'])('takes %s', (cron) => {
    expect(() => assertRareEnough(cron, 'Europe/Berlin', new Date('2026-10-24T12:00:00Z'))).not.toThrow();
  });

  it('says a schedule in plain words', () => {
    expect(describeSchedule('0 9 * * 1')).toBe('At 09:00, only on Monday');
  });
});

import { describe, expect, it } from 'vitest';
import { runwayOf } from './runway.ts';

const daily = ['2026-11-23T09:00:00Z', '2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z'];
const weekly = ['2026-11-23T09:00:00Z', '2026-11-30T09:00:00Z'];

describe('the runway of a schedule', () => {
  it.each([
    [
      { available: 1000, perRun: 110, times: daily },
      { runs: 9, days: 9 },
    ],
    [
      { available: 1000, perRun: 110, times: weekly },
      { runs: 9, days: 63 },
    ],
    [
      { available: 50, perRun: 110, times: daily },
      { runs: 0, days: 0 },
    ],
    [{ available: 1000, perRun: 0, times: daily }, null],
    [{ available: 1000, perRun: 10, times: [] }, null],
  ])('%o lasts %o', (pace, expected) => expect(runwayOf(pace)).toEqual(expected));
});

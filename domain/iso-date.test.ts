import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isoDate } from './iso-date.ts';

describe('a date that somebody sends', () => {
  it('is read where it is ISO 8601: a day, which begins at midnight UTC, or a time with its zone', () => {
    expect(isoDate.parse('2027-01-31')).toEqual(new Date('2027-01-31T00:00:00Z'));
    expect(isoDate.parse('2027-01-31T09:30:00Z')).toEqual(new Date('2027-01-31T09:30:00Z'));
    expect(isoDate.parse('2027-01-31T09:30:00.250+02:00')).toEqual(new Date('2027-01-31T07:30:00.250Z'));
    expect(isoDate.parse('2028-02-29')).toEqual(new Date('2028-02-29T00:00:00Z'));
  });

  it.each([
    ...[true, false, 0, 1, 1_893_456_000_000, null, undefined, [], ['2027-01-31'], {}, new Date(0)],
    ...['', ' ', '0', '1', '2027', '2027-01', '31.01.2027', '01/31/2027', 'Jan 31, 2027', 'tomorrow'],
    ...['1893456000', '2027-01-31 09:30', '2027-01-31T09:30:00', '2027-1-31', ' 2027-01-31', '2027-W05-1'],
    ...['2027-02-29', '2027-02-30', '2027-13-01', '2027-01-31T25:00:00Z', '0000-01-01', '+012027-01-31'],
  ])('refuses %j and says how to write it', (value) => {
    const read = isoDate.safeParse(value);
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.message).toContain('2027-01-31T09:00:00Z');
  });

  it('takes nothing that is not a text of that form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.integer(), fc.json()), (value) => {
        const read = isoDate.safeParse(value);
        if (read.success) expect(value).toMatch(/^\d{4}-\d{2}-\d{2}(T|$)/);
      }),
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (at) => isoDate.parse(at.toISOString()).getTime() === at.getTime(),
      ),
    );
  });

  it('is a date-time in the API document', () => {
    expect(z.toJSONSchema(isoDate, { io: 'input' })).toMatchObject({ type: 'string', format: 'date-time' });
  });
});

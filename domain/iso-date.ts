import { z } from 'zod';

const FORM = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const HOW = 'Write a date as 2027-01-31 or 2027-01-31T09:00:00Z (ISO 8601; a time with its zone).';

/**
 * The one way in which a date is taken from outside: ISO 8601, as a day (midnight UTC) or as a time with its zone. `z.coerce.date()`
 * takes `true`, numbers and loose text too, and so would read a slip as a day in 1970.
 */
export const isoDate = z
  .string({ error: HOW })
  .refine((text) => FORM.safeParse(text).success && text >= '1900', HOW)
  .meta({ format: 'date-time' })
  .transform((text) => new Date(text));

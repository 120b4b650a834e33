import { z } from 'zod';
import { SuccessionEntry } from '#domain/models/index.ts';
import { area, wholeListOf } from './area.ts';

const Refreshed = z.strictObject({
  providers: z.array(
    z.strictObject({
      provider: z.string(),
      ok: z.boolean(),
      error: z.string().nullable(),
      modelsSeen: z.number().int(),
      changed: z.array(z.string()),
    }),
  ),
  warnings: z.number().int(),
});

/** What the providers say of their models' ends, for administrators. */
export const succession = area('Succession', {
  'GET admin/succession': {
    operation: 'listSuccession',
    summary: 'Models with an end: days left, successor, sites and cost concerned',
    access: 'administrator',
    answer: wholeListOf(SuccessionEntry),
  },
  'POST admin/succession/refresh': {
    operation: 'refreshSuccession',
    summary: 'Ask the providers for their models now',
    access: 'administrator',
    answer: Refreshed,
  },
});

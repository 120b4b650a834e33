import { z } from 'zod';
import { refreshSuccession } from '#domain/succession/index.ts';
import { route } from '#server/http/index.ts';

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

export const POST = route(
  {
    operation: 'refreshSuccession',
    summary: 'Ask the providers for their models now',
    tag: 'Succession',
    access: 'administrator',
    answer: Refreshed,
  },
  (ctx) => refreshSuccession(ctx),
);

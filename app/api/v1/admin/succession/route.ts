import { z } from 'zod';
import { SuccessionEntry } from '#domain/models/index.ts';
import { listSuccession } from '#domain/succession/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listSuccession',
    summary: 'Models with an end: days left, successor, sites and cost concerned',
    tag: 'Succession',
    access: 'administrator',
    answer: z.strictObject({ data: z.array(SuccessionEntry), nextCursor: z.null() }),
  },
  async (ctx) => ({ data: await listSuccession(ctx), nextCursor: null }),
);

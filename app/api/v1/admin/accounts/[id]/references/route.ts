import { z } from 'zod';
import { accountReferences } from '#domain/identity/index.ts';
import { References } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'accountReferences',
    summary: 'What suspending an account would stop',
    tag: 'Accounts',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: References,
  },
  (ctx, { params }) => accountReferences(ctx, params.id),
);

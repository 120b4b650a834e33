import { z } from 'zod';
import { References } from '#domain/models/index.ts';
import { providerReferences } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listProviderReferences',
    summary: 'What uses a provider: its models and all that uses them',
    tag: 'Providers',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: References,
  },
  (ctx, { params }) => providerReferences(ctx, params.id),
);

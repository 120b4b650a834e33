import { z } from 'zod';
import { TestConnection, TestOutcome, testConnection } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'testProvider',
    summary: 'Call the provider with the stored key, or with an unsaved one that is not stored',
    tag: 'Providers',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    body: TestConnection,
    answer: TestOutcome,
  },
  (ctx, { params, body }) => testConnection(ctx, params.id, body),
);

import { z } from 'zod';
import { Provider, SetCredential, setCredential } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'setCredential',
    summary: 'Store a key; with test it is tried first and kept out when it fails',
    tag: 'Providers',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    body: SetCredential,
    answer: Provider,
    status: 201,
  },
  (ctx, { params, body }) => setCredential(ctx, params.id, body),
);

import { z } from 'zod';
import { Provider, restoreCredential } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'restoreCredential',
    summary: 'Bring a revoked key back',
    tag: 'Providers',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid(), credentialId: z.uuid() }),
    answer: Provider,
  },
  (ctx, { params }) => restoreCredential(ctx, params.id, params.credentialId),
);

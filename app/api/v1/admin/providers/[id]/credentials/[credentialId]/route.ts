import { z } from 'zod';
import { revokeCredential } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const DELETE = route(
  {
    operation: 'revokeCredential',
    summary: 'End a key at once; it can be brought back for a day',
    tag: 'Providers',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid(), credentialId: z.uuid() }),
    ifMatch: true,
    status: 204,
  },
  (ctx, { params, expectedVersion }) =>
    revokeCredential(ctx, params.id, params.credentialId, expectedVersion),
);

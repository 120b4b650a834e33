import { z } from 'zod';
import { personOf, revokeOwnSession } from '#domain/identity/index.ts';
import { forgetPrincipals } from '#server/auth/principal.ts';
import { route } from '#server/http/index.ts';

export const DELETE = route(
  {
    operation: 'revokeSession',
    summary: 'End one of your sessions',
    tag: 'Identity',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    status: 204,
  },
  async (ctx, { params }) => {
    await revokeOwnSession(ctx, params.id);
    forgetPrincipals(personOf(ctx).userId);
  },
);

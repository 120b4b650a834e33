import { z } from 'zod';
import { personOf, revokeToken } from '#domain/identity/index.ts';
import { forgetPrincipals } from '#server/auth/principal.ts';
import { route } from '#server/http/index.ts';

export const DELETE = route(
  {
    operation: 'revokeToken',
    summary: 'End an API token at once',
    tag: 'API tokens',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    status: 204,
  },
  async (ctx, { params }) => {
    await revokeToken(ctx, params.id);
    forgetPrincipals(personOf(ctx).userId);
  },
);

import { z } from 'zod';
import { revokeToken } from '#domain/identity/index.ts';
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
    forgetPrincipals((await revokeToken(ctx, params.id)).userId);
  },
);

import { z } from 'zod';
import { resetPassword } from '#domain/identity/index.ts';
import { forgetPrincipals } from '#server/auth/principal.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'resetPassword',
    summary: 'Give a new password, shown once, and end all sessions',
    tag: 'Users',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: z.object({ password: z.string() }),
    status: 201,
  },
  async (ctx, { params }) => {
    const made = await resetPassword(ctx, params.id);
    forgetPrincipals(params.id);
    return made;
  },
);

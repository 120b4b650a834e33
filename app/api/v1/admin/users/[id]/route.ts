import { z } from 'zod';
import { getUser, UpdateUser, User, updateUser } from '#domain/identity/index.ts';
import { forgetPrincipals } from '#server/auth/principal.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ id: z.uuid() });

export const GET = route(
  {
    operation: 'getUser',
    summary: 'One person',
    tag: 'Users',
    access: 'administrator',
    params,
    answer: User,
  },
  (ctx, input) => getUser(ctx, input.params.id),
);

export const PATCH = route(
  {
    operation: 'updateUser',
    summary: 'Change name, roles or state; disabling ends all sessions',
    tag: 'Users',
    access: 'administrator',
    params,
    body: UpdateUser,
    answer: User,
    ifMatch: true,
  },
  async (ctx, input) => {
    const user = await updateUser(ctx, input.params.id, input.expectedVersion, input.body);
    forgetPrincipals(user.id);
    return user;
  },
);

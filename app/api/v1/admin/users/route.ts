import { z } from 'zod';
import { CreateUser, createUser, getUser, listUsers, User } from '#domain/identity/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listUsers',
    summary: 'People by e-mail, with their roles',
    tag: 'Users',
    access: 'administrator',
    query: listQuery({ filters: { search: z.string().max(100).optional() } }),
    answer: listOf(User),
  },
  (ctx, { query }) => listUsers(ctx, query),
);

export const POST = route(
  {
    operation: 'createUser',
    summary: 'Make a person who signs in with a password',
    tag: 'Users',
    access: 'administrator',
    body: CreateUser,
    answer: User,
    status: 201,
  },
  async (ctx, { body }) => getUser(ctx, (await createUser(ctx, body)).id),
);

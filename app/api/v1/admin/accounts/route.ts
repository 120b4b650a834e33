import { z } from 'zod';
import { Account, CreateAccount, createAccount, listAccounts } from '#domain/identity/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAccounts',
    summary: 'Accounts in the order of their making',
    tag: 'Accounts',
    access: 'administrator',
    query: listQuery({ filters: { search: z.string().max(100).optional() } }),
    answer: listOf(Account),
  },
  (ctx, { query }) => listAccounts(ctx, query),
);

export const POST = route(
  {
    operation: 'createAccount',
    summary: 'Make an account, with no credits and nobody in it',
    tag: 'Accounts',
    access: 'administrator',
    body: CreateAccount,
    answer: Account,
    status: 201,
    idempotent: true,
  },
  (ctx, { body }) => createAccount(ctx, body),
);

import { z } from 'zod';
import { Account, getAccount, UpdateAccount, updateAccount } from '#domain/identity/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ id: z.uuid() });

export const GET = route(
  {
    operation: 'getAccount',
    summary: 'One account',
    tag: 'Accounts',
    access: 'administrator',
    params,
    answer: Account,
  },
  (ctx, input) => getAccount(ctx, input.params.id),
);

export const PATCH = route(
  {
    operation: 'updateAccount',
    summary: 'Rename, suspend or restore an account',
    tag: 'Accounts',
    access: 'administrator',
    params,
    body: UpdateAccount,
    answer: Account,
    ifMatch: true,
  },
  (ctx, input) => updateAccount(ctx, input.params.id, input.expectedVersion, input.body),
);

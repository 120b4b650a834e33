import {
  AccountQuery,
  accountOf,
  BalanceAnswer,
  balance,
  SetThreshold,
  setLowBalanceThreshold,
} from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getBalance',
    summary: 'Balance, reserved and available credits',
    tag: 'Credits',
    access: 'signed_in',
    query: AccountQuery,
    answer: BalanceAnswer,
  },
  (ctx, { query }) => balance(ctx, accountOf(ctx, query.accountId)),
);

export const PATCH = route(
  {
    operation: 'setLowBalanceThreshold',
    summary: 'Set below which balance the account is told',
    tag: 'Credits',
    access: 'signed_in',
    query: AccountQuery,
    body: SetThreshold,
    answer: BalanceAnswer,
  },
  (ctx, { query, body }) =>
    setLowBalanceThreshold(ctx, { accountId: accountOf(ctx, query.accountId), ...body }),
);

import { AccountCreditsList, AccountsQuery, listAccountCredits } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAccountCredits',
    summary: 'All accounts with their credits',
    tag: 'Credits',
    access: 'administrator',
    query: AccountsQuery,
    answer: AccountCreditsList,
  },
  (ctx, { query }) => listAccountCredits(ctx, query),
);

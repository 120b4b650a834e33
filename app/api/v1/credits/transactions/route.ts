import { listTransactions, TransactionList, TransactionsQuery } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listTransactions',
    summary: 'The ledger of an account',
    tag: 'Credits',
    access: 'signed_in',
    query: TransactionsQuery,
    answer: TransactionList,
  },
  (ctx, { query }) => listTransactions(ctx, query),
);

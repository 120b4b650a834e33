import { queryOptions } from '@tanstack/react-query';
import type {
  AccountCredits,
  Balance,
  BookCredits,
  Booking,
  Books,
  Margins,
  moneySettings,
  Proof,
  Receipt,
  Transaction,
  UsageListed,
  UsageSummary,
} from '#domain/credits/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, apiUrl, present, type Query } from './http.ts';
import { listQueryOptions } from './list.ts';

export type BalanceView = Wire<Balance>;
export type TransactionView = Wire<Transaction>;
export type UsageView = Wire<UsageListed>;
export type SummaryView = Wire<UsageSummary>;
export type ReceiptView = Wire<Receipt>;
export type AccountView = Wire<AccountCredits>;
export type MarginsView = Wire<Margins>;
export type MoneyView = Wire<Awaited<ReturnType<typeof moneySettings>>>;
export type BooksView = Wire<Books>;
export type ProofView = Wire<Proof>;
export type BookingRequest = Wire<BookCredits>;

export const creditKeys = {
  all: ['credits'] as const,
  balance: (accountId: string) => ['credits', 'balance', accountId] as const,
  transactions: (query: Query) => ['credits', 'transactions', present(query)] as const,
  usage: (admin: boolean, query: Query) => ['credits', 'usage', admin, present(query)] as const,
  summary: (admin: boolean, query: Query) => ['credits', 'summary', admin, present(query)] as const,
  receipt: (id: string) => ['credits', 'receipt', id] as const,
  accounts: (query: Query) => ['credits', 'accounts', present(query)] as const,
  margins: (query: Query) => ['credits', 'margins', present(query)] as const,
  money: ['credits', 'money'] as const,
  books: ['credits', 'books'] as const,
};

/** Members of the account, or administrators with `admin`, for whom the log also has every account and what a call costs us. */
const usagePath = (admin: boolean) => (admin ? 'admin/usage' : 'credits/usage');

export const balanceQuery = (accountId: string) =>
  queryOptions({
    queryKey: creditKeys.balance(accountId),
    queryFn: () => api.get<BalanceView>('credits/balance', { accountId }),
    refetchInterval: 15_000,
  });
export const transactionsQuery = (query: Query) =>
  listQueryOptions<TransactionView>(creditKeys.transactions(query), 'credits/transactions', query);
export const usageQuery = (admin: boolean, query: Query) =>
  listQueryOptions<UsageView>(creditKeys.usage(admin, query), usagePath(admin), query);
export const usageFile = (admin: boolean, query: Query) =>
  apiUrl(usagePath(admin), { ...query, format: 'csv' });
export const summaryQuery = (admin: boolean, query: Query) =>
  queryOptions({
    queryKey: creditKeys.summary(admin, query),
    queryFn: () => api.get<SummaryView>(`${usagePath(admin)}/summary`, query),
  });
export const receiptQuery = (id: string) =>
  queryOptions({
    queryKey: creditKeys.receipt(id),
    queryFn: () => api.get<ReceiptView>(`credits/usage/${id}`),
  });
export const accountsQuery = (query: Query) =>
  listQueryOptions<AccountView>(creditKeys.accounts(query), 'admin/usage/accounts', query);
export const marginsQuery = (query: Query) =>
  queryOptions({
    queryKey: creditKeys.margins(query),
    queryFn: () => api.get<MarginsView>('admin/margins', query),
  });
export const moneyQuery = () =>
  queryOptions({ queryKey: creditKeys.money, queryFn: () => api.get<MoneyView>('admin/margins/settings') });
export const booksQuery = () =>
  queryOptions({ queryKey: creditKeys.books, queryFn: () => api.get<BooksView>('admin/books') });
export const setThreshold = (accountId: string, lowBalanceThreshold: number) =>
  api.patch<BalanceView>(`credits/balance?account_id=${accountId}`, { lowBalanceThreshold });
export const bookCredits = (accountId: string, booking: BookingRequest, idempotencyKey: string) =>
  api.post<Booking>(`admin/accounts/${accountId}/credits`, booking, { idempotencyKey });
export const setMoney = (usdPerCredit: string, version: number) =>
  api.patch<MoneyView>('admin/margins/settings', { usdPerCredit }, { version });
export const proveBooks = () => api.post<ProofView>('admin/books');

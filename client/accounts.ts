import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Account, CreateAccount, UpdateAccount } from '#domain/identity/index.ts';
import type { References } from '#domain/models/index.ts';
import type { OwnKey } from '#domain/providers/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, type List } from './http.ts';

export type CustomerView = Wire<Account>;
export type OwnKeyView = Wire<OwnKey>;

export const accountKeys = {
  all: ['accounts'] as const,
  one: (id: string) => ['accounts', id] as const,
  references: (id: string) => ['accounts', id, 'references'] as const,
  ownKeys: (id: string) => ['accounts', id, 'keys'] as const,
};

/** The first accounts by name: for choosing one. */
export const accountChoicesQuery = () =>
  queryOptions({
    queryKey: accountKeys.all,
    queryFn: () => api.get<List<CustomerView>>('admin/accounts', { limit: 200 }),
  });
export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: accountKeys.one(id),
    queryFn: () => api.get<CustomerView>(`admin/accounts/${id}`),
  });
export const accountReferencesQuery = (id: string) =>
  queryOptions({
    queryKey: accountKeys.references(id),
    queryFn: () => api.get<Wire<References>>(`admin/accounts/${id}/references`),
    staleTime: 0,
  });
export const ownKeysQuery = (id: string) =>
  queryOptions({
    queryKey: accountKeys.ownKeys(id),
    queryFn: () => api.get<{ data: OwnKeyView[] }>(`admin/accounts/${id}/keys`),
  });

export const createAccount = (account: z.input<typeof CreateAccount>, idempotencyKey: string) =>
  api.post<CustomerView>('admin/accounts', account, { idempotencyKey });
export const updateAccount = (
  account: Pick<CustomerView, 'id' | 'version'>,
  change: z.input<typeof UpdateAccount>,
) => api.patch<CustomerView>(`admin/accounts/${account.id}`, change, { version: account.version });

import { queryOptions } from '@tanstack/react-query';
import type { References } from '#domain/models/index.ts';
import type {
  Provider,
  SetCredential,
  TestConnection,
  TestOutcome,
  UpdateProvider,
} from '#domain/providers/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, type List } from './http.ts';

export type ProviderView = Wire<Provider>;
export type CredentialView = ProviderView['credentials'][number];
export type TestView = Wire<TestOutcome>;

export const providerKeys = { all: ['providers'] as const, one: (id: string) => ['providers', id] as const };

export const providersQuery = () =>
  queryOptions({ queryKey: providerKeys.all, queryFn: () => api.get<List<ProviderView>>('admin/providers') });
export const providerQuery = (id: string) =>
  queryOptions({
    queryKey: providerKeys.one(id),
    queryFn: () => api.get<ProviderView>(`admin/providers/${id}`),
  });
export const providerReferencesQuery = (id: string) =>
  queryOptions({
    queryKey: ['providers', id, 'references'],
    queryFn: () => api.get<Wire<References>>(`admin/providers/${id}/references`),
    staleTime: 0,
  });

type Versioned = Pick<ProviderView, 'id' | 'version'>;
export const updateProvider = (provider: Versioned, change: Wire<UpdateProvider>) =>
  api.patch<ProviderView & { voidedCredentials: number }>(`admin/providers/${provider.id}`, change, {
    version: provider.version,
  });
export const setCredential = (providerId: string, credential: SetCredential) =>
  api.post<ProviderView>(`admin/providers/${providerId}/credentials`, credential);
export const revokeCredential = (providerId: string, credential: Pick<CredentialView, 'id' | 'version'>) =>
  api.delete<void>(`admin/providers/${providerId}/credentials/${credential.id}`, {
    version: credential.version,
  });
export const restoreCredential = (providerId: string, credentialId: string) =>
  api.post<ProviderView>(`admin/providers/${providerId}/credentials/${credentialId}/restore`);
export const testConnection = (providerId: string, input: TestConnection) =>
  api.post<TestView>(`admin/providers/${providerId}/test`, input);

import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { AuditEvent } from '#domain/audit/index.ts';
import type {
  CreateToken,
  CreateUser,
  Me,
  NewToken,
  Session,
  Token,
  UpdateUser,
  User,
} from '#domain/identity/index.ts';
import type { Wire } from '#domain/wire.ts';
import { ApiError, api } from './http.ts';

export type UserView = Wire<User>;
export type TokenView = Wire<Token>;
export type SessionView = Wire<Session>;
export type AuditView = Wire<AuditEvent>;

export const identityKeys = {
  me: ['me'] as const,
  users: ['users'] as const,
  tokens: ['tokens'] as const,
  sessions: ['sessions'] as const,
  audit: ['audit'] as const,
};

export const meQuery = () =>
  queryOptions({ queryKey: identityKeys.me, queryFn: () => api.get<Me>('me'), staleTime: 5 * 60_000 });

async function authPost(path: string, body: unknown): Promise<void> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
}

/** Signs in by e-mail and password; the session is a cookie. Throws ApiError 401 or 429. */
export const signIn = (credentials: { email: string; password: string }) =>
  authPost('sign-in/email', credentials);
export const signOut = () => authPost('sign-out', {});
export const setUp = (administrator: { name: string; email: string; password: string }) =>
  api.post<{ id: string }>('setup', administrator);

export const createUser = (user: z.input<typeof CreateUser>) => api.post<UserView>('admin/users', user);
export const updateUser = (user: Pick<UserView, 'id' | 'version'>, change: UpdateUser) =>
  api.patch<UserView>(`admin/users/${user.id}`, change, { version: user.version });
export const resetPassword = (userId: string) =>
  api.post<{ password: string }>(`admin/users/${userId}/password`);
export const createToken = (token: Wire<CreateToken>) =>
  api.post<Wire<z.infer<typeof NewToken>>>('tokens', token);
export const revokeToken = (id: string) => api.delete<void>(`tokens/${id}`);
export const changePassword = (passwords: { current: string; password: string }) =>
  api.post<void>('me/password', passwords);
export const sessionsQuery = () =>
  queryOptions({
    queryKey: identityKeys.sessions,
    queryFn: () => api.get<{ data: SessionView[] }>('me/sessions'),
  });
export const revokeSession = (id: string) => api.delete<void>(`me/sessions/${id}`);

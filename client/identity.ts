import { queryOptions } from '@tanstack/react-query';
import type { Me } from '#domain/identity/index.ts';
import { ApiError, api } from './http.ts';

export const identityKeys = { me: ['me'] as const };

export const meQuery = () => queryOptions({ queryKey: identityKeys.me, queryFn: () => api.get<Me>('me'), staleTime: 5 * 60_000 });

async function authPost(path: string, body: unknown): Promise<void> {
  const response = await fetch(`/api/auth/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
}

/** Signs in by e-mail and password; the session is a cookie. Throws ApiError 401 or 429. */
export const signIn = (credentials: { email: string; password: string }) => authPost('sign-in/email', credentials);
export const signOut = () => authPost('sign-out', {});
export const setUp = (administrator: { name: string; email: string; password: string }) => api.post<{ id: string }>('setup', administrator);

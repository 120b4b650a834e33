import { camelKeys, snakeKeys } from '#domain/wire.ts';

/** A problem document (RFC 9457) as the API answers it, with the request id to tell. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: { path: string; message: string }[];
  readonly requestId: string | null;
  /** Further members, in camelCase: for example `needed` and `available` of a 402. */
  readonly extra: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(
      typeof body['detail'] === 'string'
        ? body['detail']
        : 'The server could not be reached. Check the connection and try again.',
    );
    this.name = 'ApiError';
    this.status = status;
    this.code = typeof body['code'] === 'string' ? body['code'] : 'unreachable';
    this.errors = (body['errors'] as ApiError['errors'] | undefined) ?? [];
    this.requestId = typeof body['requestId'] === 'string' ? body['requestId'] : null;
    this.extra = body;
  }
}

export type Query = Record<string, unknown>;
/** One page of a list. */
export interface List<T> {
  data: T[];
  nextCursor: string | null;
}

interface Options {
  /** The version that is changed: If-Match. */
  version?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Calls the API under /api/v1. Names are camelCase on this side; times stay ISO 8601 strings. Throws ApiError. */
export const api = {
  get: <T>(path: string, query: Query = {}, options: Options = {}) =>
    send<T>('GET', path + search(query), undefined, options),
  post: <T>(path: string, body?: unknown, options: Options = {}) => send<T>('POST', path, body, options),
  patch: <T>(path: string, body: unknown, options: Options = {}) => send<T>('PATCH', path, body, options),
  delete: <T>(path: string, options: Options = {}) => send<T>('DELETE', path, undefined, options),
};

/** The address of an API resource, for links and downloads. */
export const apiUrl = (path: string, query: Query = {}): string => `/api/v1/${path}${search(query)}`;

/** The query without what is not set: the same list has the same key, whoever asks for it. */
export const present = (query: Query): Query =>
  Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );

/** The query as it stands behind an address, with snake_case names. */
export function search(query: Query): string {
  const given = Object.entries(snakeKeys(present(query)) as Query);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

/** Sends a request to /api/v1 and gives its answer with camelCase names. Throws ApiError. */
export async function send<T>(method: string, path: string, body: unknown, options: Options): Promise<T> {
  const response = await fetch(`/api/v1/${path}`, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(options.version === undefined ? {} : { 'If-Match': `"${options.version}"` }),
      ...(options.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(snakeKeys(body)) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, {});
  });
  if (response.status === 401 && !path.startsWith('setup')) return toSignIn();
  const value = response.status === 204 ? undefined : camelKeys(await response.json());
  if (!response.ok) throw new ApiError(response.status, value as Record<string, unknown>);
  return value as T;
}

/** The session has ended: the person signs in again and comes back to where they were. */
function toSignIn(): Promise<never> {
  window.location.assign(
    `/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`,
  );
  return new Promise(() => {});
}

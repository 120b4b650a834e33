import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import { snakeKeys, snakePath } from '../../domain/wire.ts';

const TITLES: Record<ErrorCode, string> = {
  malformed_request: 'The request cannot be read',
  unauthenticated: 'Not signed in',
  insufficient_credits: 'Not enough credits',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Not with this method',
  conflict: 'In conflict with the present state',
  idempotency_key_reused: 'Idempotency key used before with another body',
  in_use: 'Still in use',
  stale_version: 'Changed in the meantime',
  too_large: 'Too large',
  unsupported_media_type: 'Not JSON',
  invalid_field: 'Invalid field',
  invalid_state: 'Not possible in this state',
  not_configured: 'Not configured',
  version_required: 'If-Match is missing',
  too_many_requests: 'Too many requests',
  provider_error: 'The provider failed',
  unavailable: 'Not available now',
};

/** The RFC 9457 problem document of an error: what a DomainError says, and nothing of any other error but the request id. */
export function problem(error: unknown, requestId: string): Response {
  const known = error instanceof DomainError ? error : null;
  const status = known?.status ?? 500;
  const body = known
    ? {
        ...(snakeKeys(known.extra) as Record<string, unknown>),
        type: `urn:igny8:problem:${known.code}`,
        title: TITLES[known.code],
        status,
        detail: known.message,
        code: known.code,
        errors: known.fields.map(({ path, message }) => ({ path: snakePath(path), message })),
        request_id: requestId,
      }
    : {
        type: 'urn:igny8:problem:internal_error',
        title: 'Something went wrong here',
        status,
        detail: 'This is our fault, and nothing was changed. Tell us the request id.',
        code: 'internal_error',
        errors: [],
        request_id: requestId,
      };
  const allow = known?.extra['allow'];
  const retryAfter = known?.extra['retryAfterSeconds'];
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store, private',
      'X-Request-Id': requestId,
      'X-Content-Type-Options': 'nosniff',
      ...(typeof retryAfter === 'number'
        ? { 'Retry-After': String(Math.ceil(retryAfter)) }
        : status === 503
          ? { 'Retry-After': '5' }
          : {}),
      ...(Array.isArray(allow) ? { Allow: allow.join(', ') } : {}),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
  });
}

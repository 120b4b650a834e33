import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { snakeKeys } from '../../domain/wire.ts';
import { runtime } from '../runtime.ts';
import { Prebuilt } from './prebuilt.ts';
import { problem } from './problem.ts';

/** The id of a request: the caller's own when it has a fitting form. */
export const requestIdOf = (request: Request): string => {
  const given = request.headers.get('x-request-id');
  return given && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID();
};

/** A success as its response: JSON with snake_case names and an ETag where it has a version, 204 for nothing, or what the handler made. */
export function respond(value: unknown, status: number, requestId: string): Response {
  if (value instanceof Prebuilt)
    return value.answer({ 'X-Request-Id': requestId, 'X-Content-Type-Options': 'nosniff' });
  if (value instanceof Response) {
    value.headers.set('X-Request-Id', requestId);
    value.headers.set('X-Content-Type-Options', 'nosniff');
    if (!value.headers.has('cache-control')) value.headers.set('Cache-Control', 'no-store, private');
    return value;
  }
  const headers: Record<string, string> = {
    'Cache-Control': 'no-store, private',
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
  };
  if (value === undefined) return new Response(null, { status: 204, headers });
  const version =
    value !== null && typeof value === 'object' && 'version' in value ? value.version : undefined;
  if (typeof version === 'number') headers['ETag'] = `"${version}"`;
  return new Response(JSON.stringify(snakeKeys(value)), {
    status,
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
}

/** A fault as its problem document; what is no refusal of the domain goes to the log. */
export function failed(error: unknown, requestId: string, operation: string): Response {
  if (!(error instanceof DomainError))
    runtime().log.error({ requestId, operation, err: error }, 'request failed');
  return problem(error, requestId);
}

/** Next.js answers HEAD with the handler of GET and never reads the body: whatever feeds it must hear that nobody will. */
export function withoutBody(response: Response): Response {
  response.body
    ?.cancel()
    .catch((error: unknown) => runtime().log.warn({ err: error }, 'a body could not be given up'));
  return new Response(null, response);
}

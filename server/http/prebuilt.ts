import { createHash } from 'node:crypto';
import { snakeKeys } from '../../domain/wire.ts';

interface Prebuilt {
  body: string;
  etag: string;
}
const built = new WeakMap<object, Prebuilt>();

/**
 * Answers with `value` as JSON, made into text once for as long as the domain hands out the same object. Strong ETag over the bytes;
 * 304 when the caller has them already.
 */
export function prebuilt(value: object, request: Request, wrap: (value: object) => object = (data) => data): Response {
  const known = built.get(value) ?? build(value, wrap);
  const headers = { ETag: known.etag, 'Cache-Control': 'private, no-cache' };
  const asked = request.headers.get('if-none-match');
  if (asked !== null && (asked.trim() === '*' || asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === known.etag)))
    return new Response(null, { status: 304, headers });
  return new Response(known.body, { headers: { ...headers, 'Content-Type': 'application/json' } });
}

function build(value: object, wrap: (value: object) => object): Prebuilt {
  const body = JSON.stringify(snakeKeys(wrap(value)));
  const made = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` };
  built.set(value, made);
  return made;
}

import { createHash } from 'node:crypto';
import { snakeKeys } from '../../domain/wire.ts';

/** An answer in bytes, or without any where the caller has them already; the route adds the headers of the single request. */
export class Prebuilt<Value = unknown> {
  readonly value: Value;
  readonly etag: string;
  readonly #body: Uint8Array<ArrayBuffer> | null;

  constructor(value: Value, etag: string, body: Uint8Array<ArrayBuffer> | null) {
    this.value = value;
    this.etag = etag;
    this.#body = body;
  }

  answer(ofRequest: Record<string, string>): Response {
    const headers = { ...ofRequest, ETag: this.etag, 'Cache-Control': 'private, no-cache' };
    if (!this.#body) return new Response(null, { status: 304, headers });
    return new Response(this.#body, {
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': String(this.#body.byteLength),
      },
    });
  }
}

const built = new WeakMap<object, Prebuilt>();

/**
 * Answers with `value` as JSON, made into bytes once for as long as the domain hands out the same object. Strong ETag over the
 * bytes; 304 when the caller has them already.
 */
export function prebuilt<Value extends object>(value: Value, request: Request): Prebuilt<Value>;
/** The same with `value` in an answer around it, such as a list's. */
export function prebuilt<Value extends object, Wrapped extends object>(
  value: Value,
  request: Request,
  wrap: (value: Value) => Wrapped,
): Prebuilt<Wrapped>;
/** Both. */
export function prebuilt(
  value: object,
  request: Request,
  wrap: (value: never) => object = (data) => data,
): Prebuilt {
  const known = built.get(value) ?? build(value, wrap(value as never));
  const asked = request.headers.get('if-none-match');
  return asked !== null && matches(asked, known.etag) ? new Prebuilt(known.value, known.etag, null) : known;
}

/** If-None-Match compares weakly: RFC 9110, 13.1.2. */
const matches = (asked: string, etag: string) =>
  asked.trim() === '*' || asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

function build(value: object, wrapped: object): Prebuilt {
  const body = new TextEncoder().encode(JSON.stringify(snakeKeys(wrapped)));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const made = new Prebuilt(wrapped, etag, body);
  built.set(value, made);
  return made;
}

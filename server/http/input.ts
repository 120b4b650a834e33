import type { z } from 'zod';
import { DomainError, type FieldError } from '../../domain/errors.ts';
import { camelKeys } from '../../domain/wire.ts';

/** The largest JSON body a route reads unless it says otherwise. Bytes. */
export const BODY_LIMIT = 1024 * 1024;

/** Parses with a schema; each fault becomes a field error with its path. Throws 422. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap(faults);
  throw new DomainError(
    'invalid_field',
    fields.length === 1 ? (fields[0]?.message ?? '') : `${fields.length} fields are not right.`,
    { fields },
  );
}

function faults(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: `There is no field "${key}".`,
    }));
  return [{ path, message: issue.message }];
}

/** The body of a JSON request with camelCase keys. Throws 415, 413, 400, or 422 for a key that is not snake_case. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const value = await readJsonAsSent(request, limit);
  refuseForeignKeys(value, '');
  return camelKeys(value);
}

/** The body of a JSON request as it came. Throws 415, 413 or 400. */
export async function readJsonAsSent(request: Request, limit: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(json|merge-patch\+json)\b/i.test(type))
    throw new DomainError('unsupported_media_type', 'Send the body as application/json.');
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError('malformed_request', 'The body is not valid JSON.', { cause: error });
  }
}

async function readText(request: Request, limit: number): Promise<string> {
  const tooLarge = () => new DomainError('too_large', `The body is larger than ${limit} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Nothing that we take is nested deeper; what is would only exhaust the stack. */
const DEEPEST = 64;

function refuseForeignKeys(value: unknown, path: string, depth = 0): void {
  if (depth > DEEPEST)
    throw new DomainError('malformed_request', `The body is nested deeper than ${DEEPEST} levels.`);
  if (typeof value === 'string' && value.includes('\u0000'))
    throw new DomainError('malformed_request', `The text at "${path}" holds a null character.`);
  if (value === null || typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) {
    const at = path ? `${path}.${key}` : key;
    if (!Array.isArray(value) && /[A-Z]/.test(key)) {
      throw new DomainError('invalid_field', `There is no field "${key}".`, {
        fields: [{ path: at, message: `There is no field "${key}".` }],
      });
    }
    refuseForeignKeys(item, at, depth + 1);
  }
}

/** The query string as an object with camelCase keys; a repeated parameter is a list. */
export function readQuery(search: URLSearchParams): Record<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  for (const key of new Set(search.keys())) {
    if (/[A-Z]/.test(key)) throw unknownParameter(key);
    const values = search.getAll(key);
    query.set(key, values.length === 1 ? (values[0] ?? '') : values);
  }
  return camelKeys(Object.fromEntries(query)) as Record<string, string | string[]>;
}

/** 422 for a parameter that the operation does not have. */
export const unknownParameter = (name: string) =>
  new DomainError('invalid_field', `There is no parameter "${name}".`, {
    fields: [{ path: name, message: 'Unknown parameter.' }],
  });

/** PostgreSQL's integer. */
const LARGEST_VERSION = 2_147_483_647;

/** The version of `If-Match: "7"`. Throws 428 when missing, 412 for one that cannot match. */
export function readIfMatch(request: Request): number {
  const header = request.headers.get('if-match');
  if (header === null)
    throw new DomainError(
      'version_required',
      'Say which version you change: If-Match with the ETag of your last GET.',
    );
  const version = /^"(\d{1,10})"$/.exec(header.trim())?.[1];
  if (version === undefined || Number(version) > LARGEST_VERSION)
    throw new DomainError('stale_version', 'If-Match holds no ETag of ours.');
  return Number(version);
}

/** The query of a request, checked. Throws 422, also for any parameter where there is no schema. */
export function readQueryOf(request: Request, schema: z.ZodType | undefined): unknown {
  const at = request.url.indexOf('?');
  const search = at < 0 ? '' : request.url.slice(at + 1);
  if (schema) return validate(schema, search ? readQuery(new URLSearchParams(search)) : {});
  const first = new URLSearchParams(search).keys().next().value;
  if (first !== undefined) throw unknownParameter(first);
  return undefined;
}

/** A path that cannot name anything names nothing: 404, as for what is not there. */
export function pathParams(schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new DomainError('not_found', 'There is nothing at this address.');
  return parsed.data;
}

/** The Idempotency-Key of a request. Throws 400 for one of another form. */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new DomainError(
      'malformed_request',
      'Idempotency-Key is 1 to 200 printable characters without spaces.',
    );
  return key;
}

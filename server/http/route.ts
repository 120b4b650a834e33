import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Context, UserActor } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';
import { snakeKeys } from '../../domain/wire.ts';
import { addressOf, assertSameOrigin } from '../auth/origin.ts';
import { knownPrincipal, type Principal, principalOf } from '../auth/principal.ts';
import { assertScope } from '../auth/scopes.ts';
import { assertServing } from '../health.ts';
import { openedRuntime, runtime } from '../runtime.ts';
import { fromDatabase } from './database-errors.ts';
import { answerOnce } from './idempotency.ts';
import { BODY_LIMIT, readIfMatch, readJson, readQuery, unknownParameter, validate } from './input.ts';
import { Prebuilt } from './prebuilt.ts';
import { problem } from './problem.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface Contract<Params, Query, Body> {
  /** operationId of the OpenAPI document. */
  operation: string;
  summary: string;
  tag: string;
  /** Who may enter; roles inside an account are the domain's. */
  access: 'administrator' | 'signed_in' | 'public';
  params?: Params;
  query?: Query;
  body?: Body;
  /** What a success answers, for the contract. */
  answer?: z.ZodType;
  /** Media type of an answer that is not JSON. */
  produces?: string;
  status?: number;
  /** If-Match is required; the handler gets `expectedVersion`. */
  ifMatch?: boolean;
  /** Idempotency-Key is honoured. */
  idempotent?: boolean;
  /** Scope an API token needs; `read` or `write` otherwise. */
  scope?: string;
  bodyLimit?: number;
}

export interface Input<Params, Query, Body> {
  params: Parsed<Params>;
  query: Parsed<Query>;
  body: Parsed<Body>;
  expectedVersion: number;
  idempotencyKey: string | null;
  request: Request;
  principal: Principal | null;
}

interface Segment {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** A route handler of Next.js that carries its contract, from which the OpenAPI document is made. */
export interface Handler {
  (request: Request, segment: Segment): Promise<Response>;
  contract: Contract<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>;
}

/**
 * Makes a route handler: signs in, checks access, origin and input, calls, and answers as JSON with snake_case names,
 * an ETag where the answer has a version, and a problem document for every error.
 */
export function route<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  contract: Contract<Params, Query, Body>,
  call: (ctx: Context, input: Input<Params, Query, Body>) => unknown,
): Handler {
  const schemas = { params: contract.params, query: contract.query, body: contract.body } as Record<
    'params' | 'query' | 'body',
    z.ZodType | undefined
  >;
  // Inside Next.js each await costs as much as all else here together, so what is at hand already is not waited for.
  const handle = async (request: Request, segment: Segment): Promise<Response> => {
    const requestId = requestIdOf(request);
    const started = performance.now();
    let response: Response;
    try {
      const wait = assertServing();
      if (wait) await wait;
      const principal =
        contract.access === 'public' ? null : (knownPrincipal(request) ?? (await principalOf(request)));
      admit(request, contract, principal);
      const ctx = contextOf(principal, request, requestId);
      const input = {
        params: (schemas.params
          ? pathParams(schemas.params, await segment.params)
          : undefined) as Parsed<Params>,
        query: readQueryOf(request, schemas.query) as Parsed<Query>,
        expectedVersion: contract.ifMatch ? readIfMatch(request) : 0,
        body: (schemas.body
          ? validate(schemas.body, await readJson(request, contract.bodyLimit ?? BODY_LIMIT))
          : undefined) as Parsed<Body>,
        idempotencyKey: contract.idempotent ? idempotencyKeyOf(request) : null,
        request,
        principal,
      };
      if (contract.idempotent && input.idempotencyKey)
        response = await answerOnce(ctx, contract.operation, input.idempotencyKey, input, async (inner) =>
          answer(await call(inner, input), inner),
        );
      else {
        const called = call(ctx, input);
        response = answer(isThenable(called) ? await called : called, ctx);
      }
    } catch (error) {
      response = failed(fromDatabase(error), requestId, contract.operation);
    }
    const log = openedRuntime()?.log;
    if (log?.isLevelEnabled('debug'))
      log.debug(
        {
          operation: contract.operation,
          status: response.status,
          ms: Math.round(performance.now() - started),
          requestId,
        },
        'request',
      );
    return request.method === 'HEAD' ? withoutBody(response) : response;
  };
  const answer = (value: unknown, ctx: Context) => respond(value, contract.status ?? 200, ctx.requestId);
  return Object.assign(handle, { contract });
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;

/** Next.js answers HEAD with the handler of GET and never reads the body: whatever feeds it must hear that nobody will. */
function withoutBody(response: Response): Response {
  response.body
    ?.cancel()
    .catch((error: unknown) => runtime().log.warn({ err: error }, 'a body could not be given up'));
  return new Response(null, response);
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

function admit(
  request: Request,
  contract: { access: string; scope?: string },
  principal: Principal | null,
): void {
  const unsafe = UNSAFE.has(request.method);
  if (contract.access === 'public') {
    if (unsafe) assertSameOrigin(request);
    return;
  }
  if (!principal)
    throw new DomainError(
      'unauthenticated',
      'Sign in, or send an API token as "Authorization: Bearer igny8_…".',
    );
  if (principal.via === 'session' && unsafe) assertSameOrigin(request);
  if (contract.access === 'administrator' && !principal.actor.isAdministrator)
    throw new DomainError('forbidden', 'Only a platform administrator may do this.');
  assertScope(principal.actor, contract.scope ?? (unsafe ? 'write' : 'read'));
}

const NOBODY: UserActor = {
  kind: 'user',
  userId: '00000000-0000-0000-0000-000000000000',
  label: 'nobody',
  isAdministrator: false,
  memberships: new Map(),
  scopes: [],
};

/** The domain's context of a request. */
export function contextOf(principal: Principal | null, request: Request, requestId: string): Context {
  const { connection, clock, keyring } = runtime();
  return {
    db: connection.db,
    actor: principal?.actor ?? NOBODY,
    clock,
    keyring,
    requestId,
    address: () => addressOf(request.headers),
  };
}

function readQueryOf(request: Request, schema: z.ZodType | undefined): unknown {
  const at = request.url.indexOf('?');
  const search = at < 0 ? '' : request.url.slice(at + 1);
  if (schema) return validate(schema, search ? readQuery(new URLSearchParams(search)) : {});
  const first = new URLSearchParams(search).keys().next().value;
  if (first !== undefined) throw unknownParameter(first);
  return undefined;
}

/** A path that cannot name anything names nothing: 404, as for what is not there. */
function pathParams(schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new DomainError('not_found', 'There is nothing at this address.');
  return parsed.data;
}

function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new DomainError(
      'malformed_request',
      'Idempotency-Key is 1 to 200 printable characters without spaces.',
    );
  return key;
}

const requestIdOf = (request: Request): string => {
  const given = request.headers.get('x-request-id');
  return given && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID();
};

function respond(value: unknown, status: number, requestId: string): Response {
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

function failed(error: unknown, requestId: string, operation: string): Response {
  if (!(error instanceof DomainError))
    runtime().log.error({ requestId, operation, err: error }, 'request failed');
  return problem(error, requestId);
}

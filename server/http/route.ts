import type { z } from 'zod';
import type { Context } from '../../domain/context.ts';
import { knownPrincipal, type Principal, principalOf } from '../auth/principal.ts';
import { assertServing } from '../health.ts';
import { openedRuntime } from '../runtime.ts';
import { admit, contextOf } from './access.ts';
import { fromDatabase } from './database-errors.ts';
import { answerOnce } from './idempotency.ts';
import {
  BODY_LIMIT,
  idempotencyKeyOf,
  pathParams,
  readIfMatch,
  readJson,
  readQueryOf,
  validate,
} from './input.ts';
import { failed, requestIdOf, respond, withoutBody } from './respond.ts';

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

import { z } from 'zod';
import type { Address, Area, Method, Operation, Operations, Placeholder } from '../../contract/area.ts';
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
import { matcher, routeOf } from './paths.ts';
import { Prebuilt } from './prebuilt.ts';
import { failed, requestIdOf, respond, withoutBody } from './respond.ts';

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Of<O, Key extends string> = O extends { readonly [K in Key]: infer Value } ? Value : undefined;

/** What a handler gets. */
export interface Input<A, O> {
  params: {
    [Name in Placeholder<A>]: Of<O, 'params'> extends { readonly [N in Name]: infer S extends z.ZodType }
      ? z.output<S>
      : string;
  };
  query: Output<Of<O, 'query'>>;
  body: Output<Of<O, 'body'>>;
  expectedVersion: O extends { readonly ifMatch: true } ? number : undefined;
  idempotencyKey: string | null;
  request: Request;
  principal: O extends { readonly access: 'public' } ? null : Principal;
}

/** What it gives: the answer, or a response where the operation produces another media type; nothing for 204. */
type Result<O> = O extends { readonly answer: infer Schema extends z.ZodType }
  ?
      | z.output<Schema>
      | Prebuilt<z.output<Schema>>
      | (O extends { readonly produces: string } ? Response : never)
  : O extends { readonly produces: string }
    ? Response
    : // biome-ignore lint/suspicious/noConfusingVoidType: it is what such a handler returns
      void;

type Handlers<All> = {
  [A in keyof All]: (ctx: Context, input: Input<A, All[A]>) => Result<All[A]> | Promise<Result<All[A]>>;
};

/** One operation as it is served. */
export interface Route {
  method: Method;
  path: string;
  tag: string;
  operation: Operation;
  params: z.ZodType | undefined;
  handle(ctx: Context, input: Input<string, Operation>): unknown;
}

/** The handler of all methods of an area for Next.js; a page on the server reads through it too. */
export interface Served {
  (request: Request): Promise<Response>;
  routes: readonly Route[];
  /** The value that GET of an address answers to a person. Throws DomainError. */
  read(request: Request, ctx: Context, principal: Principal): Promise<unknown>;
}

/**
 * Serves an area: finds the operation by the request's path, signs in, checks access, origin and input, calls the handler, and
 * answers as JSON with snake_case names, an ETag where the answer has a version, and a problem document for every error.
 */
export function serve<const All extends Operations>(
  area: Area<All>,
  handlers: Handlers<NoInfer<All>>,
): Record<Method | 'OPTIONS', Served> {
  const routes = (Object.keys(area.operations) as (keyof All & Address)[]).map((address): Route => {
    const [method, path] = address.split(' ') as [Method, string];
    const operation: Operation = area.operations[address];
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    const params =
      names.length > 0
        ? z.strictObject(
            Object.fromEntries(names.map((name) => [name, operation.params?.[name] ?? z.uuid()])),
          )
        : undefined;
    return { method, path, tag: area.tag, operation, params, handle: handlers[address] as Route['handle'] };
  });
  const find = matcher(routes);

  // Inside Next.js each await costs as much as all else here together, so what is at hand already is not waited for.
  const handle = async (request: Request): Promise<Response> => {
    const requestId = requestIdOf(request);
    const started = performance.now();
    let name = area.tag;
    let response: Response;
    try {
      const match = find(request);
      if (request.method === 'OPTIONS')
        return new Response(null, { status: 204, headers: { Allow: match.allow.join(', ') } });
      const route = routeOf(match, request.method);
      const { operation } = route;
      name = operation.operation;
      const wait = assertServing();
      if (wait) await wait;
      const principal =
        operation.access === 'public' ? null : (knownPrincipal(request) ?? (await principalOf(request)));
      admit(request, operation, principal);
      const ctx = contextOf(principal, request, requestId);
      const input = inputOf(route, match.params, request, principal);
      if (operation.body)
        input.body = validate(
          operation.body,
          await readJson(request, operation.bodyLimit ?? BODY_LIMIT),
        ) as undefined;
      const status = operation.status ?? 200;
      if (input.idempotencyKey !== null)
        response = await answerOnce(ctx, name, input.idempotencyKey, input, async (inner) =>
          respond(await route.handle(inner, input), status, requestId),
        );
      else {
        const called = route.handle(ctx, input);
        response = respond(isThenable(called) ? await called : called, status, requestId);
      }
    } catch (error) {
      response = failed(fromDatabase(error), requestId, name);
    }
    const log = openedRuntime()?.log;
    if (log?.isLevelEnabled('debug'))
      log.debug(
        { operation: name, status: response.status, ms: Math.round(performance.now() - started), requestId },
        'request',
      );
    return request.method === 'HEAD' ? withoutBody(response) : response;
  };

  const read = async (request: Request, ctx: Context, principal: Principal): Promise<unknown> => {
    const match = find(request);
    const route = routeOf(match, 'GET');
    admit(request, route.operation, principal);
    const value = await route.handle(ctx, inputOf(route, match.params, request, principal));
    return value instanceof Prebuilt ? value.value : value;
  };

  const served: Served = Object.assign(handle, { routes, read });
  return { GET: served, POST: served, PUT: served, PATCH: served, DELETE: served, OPTIONS: served };
}

/** What a handler is given, but for the body, which is waited for. */
function inputOf(route: Route, params: object, request: Request, principal: Principal | null) {
  const { operation } = route;
  return {
    params: (route.params ? pathParams(route.params, params) : {}) as Record<string, string>,
    query: readQueryOf(request, operation.query) as undefined,
    body: undefined,
    expectedVersion: (operation.ifMatch ? readIfMatch(request) : undefined) as undefined,
    idempotencyKey: operation.idempotent ? idempotencyKeyOf(request) : null,
    request,
    principal: principal as Principal,
  };
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;

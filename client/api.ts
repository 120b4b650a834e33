import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Placeholder } from '#contract/area.ts';
import type { Api } from '#contract/index.ts';
import type { Wire } from '#domain/wire.ts';
import { present, type Query, search, send } from './http.ts';

/** Method and path of an operation, as its contract says them. */
export type Address = keyof Api & string;
type Of<A extends Address, Key extends string> = Api[A] extends { readonly [K in Key]: infer Value }
  ? Value
  : undefined;

/** What an operation answers, as the browser has it. */
export type Answer<A extends Address> =
  Of<A, 'answer'> extends infer S extends z.ZodType ? Wire<z.output<S>> : undefined;
/** A row of what a list answers. */
export type RowOf<A extends Address> = Answer<A> extends { data: (infer Row)[] } ? Row : never;
/** What an operation takes as its body. */
export type Body<A extends Address> =
  Of<A, 'body'> extends infer S extends z.ZodType ? Sent<z.input<S>, z.output<S>> : undefined;
/** What a list or another reading may be asked for; what is empty is not asked. */
export type QueryOf<A extends Address> =
  Of<A, 'query'> extends infer S extends z.ZodType ? Asked<z.input<S>, z.output<S>> : Record<never, never>;

/** A field that the server converts itself (a time, a number) is sent as what it becomes. */
type Sent<In, Out> = In extends object
  ? { [K in keyof In]: unknown extends In[K] ? Wire<K extends keyof Out ? Out[K] : never> : Wire<In[K]> }
  : Wire<In>;
type Asked<In, Out> = {
  [K in keyof In]:
    | Wire<K extends keyof Out ? Out[K] : never>
    | (undefined extends In[K] ? null | undefined | '' : never);
};
type WhenAny<Value, Key extends string> = Value extends undefined
  ? unknown
  : Record<never, never> extends Value
    ? { [K in Key]?: Value }
    : { [K in Key]: Value };

/** What a call of an operation needs. */
export type Input<A extends Address> = ([Placeholder<A>] extends [never]
  ? unknown
  : { params: Record<Placeholder<A>, string | number> }) &
  WhenAny<QueryOf<A>, 'query'> &
  WhenAny<Body<A>, 'body'> &
  (Of<A, 'ifMatch'> extends true ? { version: number } : unknown) &
  (Of<A, 'idempotent'> extends true ? { idempotencyKey?: string } : unknown) & { signal?: AbortSignal };
type Given<A extends Address> =
  Record<never, never> extends Input<A> ? [input?: Input<A>] : [input: Input<A>];
interface AnyInput {
  params?: Record<string, string | number>;
  query?: Query;
  body?: unknown;
  version?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Calls an operation of the API. Names are camelCase on this side; times are ISO 8601 text. Throws ApiError. */
export const call = <A extends Address>(address: A, ...[input]: Given<A>): Promise<Answer<A>> => {
  const { params, query = {}, body, ...options }: AnyInput = input ?? {};
  const path = segmentsOf(address, params).map(encodeURIComponent).join('/');
  return send(methodOf(address), path + search(query), body, options) as Promise<Answer<A>>;
};

/** A reading for useQuery, and for a page's prefetch. Its key is its path in segments, then what it asks for. */
export const query = <A extends Address>(address: A, ...given: Given<A>) =>
  queryOptions({
    queryKey: keyOf(address, given[0]),
    queryFn: ({ signal }) => call(address, ...([{ ...given[0], signal }] as unknown as Given<A>)),
  });

/** A list by pages, for useInfiniteQuery and for a page's prefetch. @public */
export const list = <A extends Address>(address: A, ...given: Given<A>) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(address, given[0]), 'pages'],
    queryFn: ({ pageParam, signal }) => {
      const input: AnyInput = { ...given[0], signal };
      return call(
        address,
        ...([{ ...input, query: { ...input.query, cursor: pageParam } }] as unknown as Given<A>),
      ) as Promise<List<RowOf<A>>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** One page of a list. */
interface List<Row> {
  data: Row[];
  nextCursor: string | null;
}

type PathOf<A> = A extends `${string} ${infer Path}` ? Path : never;
/** The key of everything that is read under a path: for reading it anew. */
export const under = <P extends string>(
  path: [Extract<PathOf<Address>, P | `${P}/${string}`>] extends [never] ? never : P,
  ...[params]: [Placeholder<P>] extends [never] ? [] : [params: Record<Placeholder<P>, string | number>]
): QueryKey => segmentsOf(path, params);

/** The address of an operation, for links and downloads. @public */
export const urlOf = <A extends Address>(address: A, ...[input]: Given<A>): string => {
  const { params, query = {} }: AnyInput = input ?? {};
  return `/api/v1/${segmentsOf(address, params).map(encodeURIComponent).join('/')}${search(query)}`;
};

const methodOf = (address: string) => address.slice(0, address.indexOf(' '));

const segmentsOf = (address: string, params: Record<string, string | number> = {}): string[] =>
  address
    .slice(address.indexOf(' ') + 1)
    .split('/')
    .map((segment) => (segment.startsWith('{') ? String(params[segment.slice(1, -1)]) : segment));

function keyOf(address: string, { params, query = {}, body }: AnyInput = {}): QueryKey {
  const asked = body === undefined ? present(query) : { ...present(query), body };
  return [...segmentsOf(address, params), asked];
}

/** The address below /api/v1 of a key that `query` or `list` made: where a page on the server reads it. */
export function addressOf(key: QueryKey): string {
  const segments = key
    .filter((part) => typeof part === 'string' && part !== 'pages')
    .map((part) => encodeURIComponent(String(part)));
  const asked = key.find((part) => typeof part === 'object') as Query | undefined;
  return segments.join('/') + search(asked ?? {});
}

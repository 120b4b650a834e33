import { z } from 'zod';

/*
 * How an area is written.
 *
 * 1. `contract/<area>.ts` says what each operation is, once: `export const models = area('Models', { 'GET admin/ai-models/{id}': {…} })`.
 *    The key is the method and the path below /api/v1. `{name}` takes a UUID unless `params` says otherwise. Add the area to
 *    contract/index.ts (types for the browser) and to server/http/areas.ts (where its route file lies).
 * 2. `app/api/v1/<path>/[[...path]]/route.ts` does it: `export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(models, {…})`,
 *    one handler an operation under the same key. The compiler checks what it gets and what it answers.
 * 3. The browser calls it by the same key: `call('PATCH admin/ai-models/{id}', { params: { id }, body, version })`,
 *    `useQuery(query('GET admin/ai-models/{id}', { params: { id } }))`, `useInfiniteQuery(list('GET admin/runs'))`, and reads anew
 *    what lies under a path with `under('admin/ai-models')`.
 * 4. A page prefetches with the very same value: `<Prefetched queries={[query('GET admin/ai-models/{id}', { params: { id } })]}>`.
 *
 * The OpenAPI document, docs/api.md and the tests of tests/http take every operation from here by themselves.
 */

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];
/** Method and path below /api/v1, without a slash at either end. */
export type Address = `${Method} ${string}`;

export interface Operation {
  /** operationId of the OpenAPI document. */
  operation: string;
  summary: string;
  description?: string;
  /** Who may enter; roles inside an account are the domain's. */
  access: 'administrator' | 'signed_in' | 'public';
  /** Scope an API token needs; `read` for GET and `write` otherwise. */
  scope?: string;
  /** Placeholders of the path that are no UUID. */
  params?: Readonly<Record<string, z.ZodType>>;
  query?: z.ZodType;
  body?: z.ZodType;
  /** What a success answers as JSON; none: 204. */
  answer?: z.ZodType;
  /** Media type of an answer that is not JSON: the handler gives a Response. */
  produces?: string;
  /** Of a success: 200, or 204 where nothing is answered. */
  status?: number;
  /** If-Match is required; the handler gets `expectedVersion`. */
  ifMatch?: boolean;
  /** Idempotency-Key is honoured. */
  idempotent?: boolean;
  /** Bytes of the body; 1 MiB unless said. */
  bodyLimit?: number;
}

export type Operations = Readonly<Record<Address, Operation>>;
export interface Area<All = Operations> {
  tag: string;
  operations: All;
}

/** The operations of one area of the API. */
export const area = <const All extends Operations>(tag: string, operations: All): Area<All> => ({
  tag,
  operations,
});

/** The names of a path's placeholders. */
export type Placeholder<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

interface ListOptions<Filters extends z.ZodRawShape> {
  /** Fields that may be sorted by, first the default one; a leading "-" of the parameter means descending. */
  sort?: readonly [string, ...string[]];
  filters?: Filters;
}

/** The query of a list: limit (1–200, 50), cursor, sort by field name, and its filters. Unknown parameters are errors. */
export function listQuery<Filters extends z.ZodRawShape = Record<never, never>>(
  options: ListOptions<Filters> = {},
) {
  const fields = options.sort ?? [];
  const sorts = fields.flatMap((field) => [field, `-${field}`]);
  return z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(2000).optional(),
    sort:
      sorts.length > 0
        ? z.enum(sorts as [string, ...string[]]).default(fields[0] ?? '')
        : z.undefined().optional(),
    ...(options.filters ?? ({} as Filters)),
  });
}

/** The answer of a list: its rows and the cursor of the next page. */
export const listOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ data: z.array(row), nextCursor: z.string().nullable() });

/** The answer of a list that has one page. */
export const wholeListOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ data: z.array(row), nextCursor: z.null() });

/** Rows as the answer of a list that has one page. */
export const wholeList = <Row>(data: Row[]) => ({ data, nextCursor: null });

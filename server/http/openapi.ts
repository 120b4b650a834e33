import { z } from 'zod';
import { snakePath } from '../../domain/wire.ts';
import { AREAS } from './areas.ts';
import type { Contract, Handler } from './route.ts';
import { ROUTES } from './routes.gen.ts';

type AnyContract = Contract<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>;
type Json = Record<string, unknown>;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export interface Operation {
  method: (typeof METHODS)[number];
  path: string;
  contract: AnyContract;
  handler: Handler;
}

/** Every operation of the API, from the handlers themselves. */
export async function operations(): Promise<Operation[]> {
  const found: Operation[] = [];
  for (const { load } of AREAS) {
    const served = (await load()).GET;
    for (const { method, path, tag, operation, params } of served.routes) {
      const status = operation.status ?? (operation.answer || operation.produces ? 200 : 204);
      const contract = { ...operation, tag, status, params } as AnyContract;
      found.push({
        method,
        path: `/${path}`,
        contract,
        handler: Object.assign((request: Request) => served(request), { contract }),
      });
    }
  }
  for (const { path, load } of ROUTES) {
    const module = (await load()) as Record<string, Handler | undefined>;
    for (const method of METHODS) {
      const handler = module[method];
      if (handler) found.push({ method, path, contract: handler.contract, handler });
    }
  }
  return found;
}

let document: Promise<Json> | undefined;

/** The OpenAPI 3.1 document, made once from the schemas that validate the requests. */
export function openApiDocument(): Promise<Json> {
  document ??= build();
  return document;
}

async function build(): Promise<Json> {
  const paths: Record<string, Json> = {};
  const tags = new Set<string>();
  for (const { method, path, contract } of await operations()) {
    tags.add(contract.tag);
    paths[snakePlaceholders(path)] = {
      ...paths[snakePlaceholders(path)],
      [method.toLowerCase()]: operation(contract),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'IGNY8 Console API',
      version: '1.0.0',
      description: 'Models, prices, credits and the work they pay for.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: '/api/v1' }],
    tags: [...tags].sort().map((name) => ({ name, description: `${name}.` })),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API token, igny8_…' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'igny8.session_token',
          description:
            'The session of a signed-in person; state-changing requests must come from the same origin.',
        },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

const PROBLEM = {
  type: 'object',
  description: 'A problem document, RFC 9457.',
  required: ['type', 'title', 'status', 'detail', 'code', 'errors', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable; programs decide by it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
        required: ['path', 'message'],
      },
    },
    request_id: { type: 'string' },
  },
};

function operation(contract: AnyContract): Json {
  const status = String(contract.status ?? 200);
  const answered = contract.answer
    ? { content: { 'application/json': { schema: schemaOf(contract.answer, 'output') } } }
    : contract.produces
      ? { content: { [contract.produces]: { schema: { type: 'string', format: 'binary' } } } }
      : status === '204'
        ? {}
        : { content: { 'application/json': { schema: { type: 'object' } } } };
  const header = (name: string, description: string, required: boolean) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  const parameters = [
    ...parametersOf(contract.params, 'path'),
    ...parametersOf(contract.query, 'query'),
    ...(contract.ifMatch ? [header('If-Match', 'The ETag of the version that is changed.', true)] : []),
    ...(contract.idempotent
      ? [header('Idempotency-Key', 'The same key and body give the first answer again.', false)]
      : []),
  ];
  return {
    operationId: contract.operation,
    summary: contract.summary,
    tags: [contract.tag],
    ...(contract.access === 'public' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(contract.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(contract.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [status]: { description: 'Done.', ...answered },
      '4XX': {
        description: 'Refused; nothing was changed.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const snakePlaceholders = (path: string) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${snakePath(name)}}`);

/** The JSON Schema of what stands on the wire: snake_case names, times as ISO 8601 text. Schemas are inlined; no two share a name. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    cycles: 'ref',
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema['id'];
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  }) as Json;
  const { $schema: _, ...rest } = made;
  return onWire(inlined(rest, (rest['$defs'] ?? {}) as Json)) as Json;
}

/** Definitions in the place of references; what holds itself (any JSON value) is left open. */
function inlined(value: unknown, definitions: Json, within: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(item, definitions, within));
  if (value === null || typeof value !== 'object') return value;
  const reference = (value as Json)['$ref'];
  if (typeof reference === 'string') {
    if (!reference.startsWith('#/$defs/') || within.includes(reference)) return {};
    return inlined(definitions[reference.slice('#/$defs/'.length)], definitions, [...within, reference]);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '$defs')
      .map(([key, item]) => [key, inlined(item, definitions, within)]),
  );
}

function onWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onWire);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'properties')
        return [
          key,
          Object.fromEntries(
            Object.entries(item as Json).map(([name, schema]) => [snakePath(name), onWire(schema)]),
          ),
        ];
      if (key === 'required' && Array.isArray(item))
        return [key, item.map((name) => snakePath(String(name)))];
      return [key, onWire(item)];
    }),
  );
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { snakeKeys, snakePath } from '../../domain/wire.ts';

export interface JsonSchema {
  type?: string;
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  minLength?: number;
  minItems?: number;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

/** The JSON Schema of what a caller sends, with camelCase names. */
export function sent(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  }) as JsonSchema;
  return made.$ref
    ? { ...made.$defs?.[made.$ref.split('/').at(-1) ?? ''], ...(made.$defs ? { $defs: made.$defs } : {}) }
    : made;
}

/** What stands in the place of an id, by the name of the field that holds it. */
export type Ids = (field: string) => string | undefined;

/** A body in snake_case that the schema should take: every field present, so that every one is looked at. */
export const sampleBody = (schema: z.ZodType, ids: Ids): unknown => {
  const root = sent(schema);
  return snakeKeys(sample(root, '', ids, root.$defs ?? {}));
};

/** The parameters that an operation cannot do without, as a query string. */
export function sampleQuery(schema: z.ZodType): string {
  const { properties = {}, required = [] } = sent(schema);
  const values = required.map((name) => [
    snakePath(name),
    String(sample(properties[name] ?? {}, name, () => undefined, {})),
  ]);
  return new URLSearchParams(values).toString();
}

const BY_NAME: Record<string, unknown> = {
  domain: 'sample.example.com',
  email: 'sample@example.com',
  password: 'A-Sample-Password-1',
  csv: 'keyword,volume\nroses,10',
  columns: { keyword: 'keyword' },
  country: 'NL',
  timeZone: 'Europe/Amsterdam',
  action: 'deactivate',
  cron: '0 9 * * 1',
};

function sample(
  schema: JsonSchema,
  name: string,
  ids: Ids,
  definitions: Record<string, JsonSchema>,
): unknown {
  if (schema.$ref)
    return name === ''
      ? sample(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, ids, definitions)
      : {};
  if (name in BY_NAME) return BY_NAME[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const either = (schema.anyOf ?? schema.oneOf)?.find((option) => option.type !== 'null');
  if (either) return sample(either, name, ids, definitions);
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, property]) => [
        key,
        sample(property, key, ids, definitions),
      ]),
    );
  }
  if (schema.type === 'array') return [sample(schema.items ?? {}, name.replace(/s$/, ''), ids, definitions)];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (schema.type === 'string') return text(schema, name, ids);
  return 'Sample'; // anything is taken
}

function text(schema: JsonSchema, name: string, ids: Ids): string {
  if (schema.format === 'uuid') return ids(name) ?? randomUUID();
  if (schema.format === 'date-time') return '2026-12-24T12:00:00Z';
  if (schema.format === 'uri') return 'https://sample.example.com/v1';
  if (/size$/i.test(name) || schema.pattern?.includes('x[1-9]')) return '1024x1024';
  if (schema.pattern?.startsWith('^\\d')) return '1.5';
  return 'Sample'.padEnd(schema.minLength ?? 0, 'x');
}

import { z } from 'zod';

// Not among the keywords that structured outputs support; the answer is checked against the whole schema on our side anyway.
const DROPPED = ['$schema', 'minLength', 'maxLength', 'default', 'id'];

/**
 * The JSON schema that goes along with a call: every property required, no other allowed. Throws for a schema with an optional
 * property, since strict mode has none.
 */
export function strictJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const known =
    made.get(schema) ??
    (strip(z.toJSONSchema(schema, { io: 'output', target: 'draft-7' })) as Record<string, unknown>);
  made.set(schema, known);
  return known;
}

const made = new WeakMap<z.ZodType, Record<string, unknown>>();

function strip(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strip);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => !DROPPED.includes(key));
  const kept = Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === 'properties' ? mapValues(value as Record<string, unknown>, strip) : strip(value),
    ]),
  );
  if (kept['properties']) {
    const names = Object.keys(kept['properties'] as object);
    const required = new Set((kept['required'] as string[] | undefined) ?? []);
    const optional = names.find((name) => !required.has(name));
    if (optional || kept['additionalProperties'] !== false)
      throw new Error(
        `a strict schema has no optional property and no others: ${optional ?? 'additionalProperties'}`,
      );
  }
  return kept;
}

const mapValues = (object: Record<string, unknown>, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

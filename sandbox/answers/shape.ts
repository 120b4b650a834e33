import { isObject, type Json, type JsonObject } from './input.ts';

const plain = (name: string) => name.toLowerCase().replaceAll('_', '');

/** The hint's member that a schema property means, whatever the spelling. */
const member = (hint: Json | undefined, name: string): Json | undefined => {
  if (!isObject(hint)) return undefined;
  const key = Object.keys(hint).find((candidate) => plain(candidate) === plain(name));
  return key === undefined ? undefined : hint[key];
};

const resolveRef = (schema: JsonObject, root: JsonObject): JsonObject => {
  if (typeof schema.$ref !== 'string') return schema;
  let node: Json | undefined = root;
  for (const part of schema.$ref.replace(/^#\/?/, '').split('/').filter(Boolean))
    node = isObject(node) ? node[part] : undefined;
  return isObject(node) ? resolveRef(node, root) : {};
};

const typeOf = (schema: JsonObject): string => {
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  return typeof type === 'string' ? type : isObject(schema.properties) ? 'object' : 'string';
};

const isNullable = (schema: JsonObject) =>
  (Array.isArray(schema.type) && schema.type.includes('null')) ||
  (Array.isArray(schema.anyOf) && schema.anyOf.some((option) => isObject(option) && option.type === 'null'));

/**
 * Shapes what the double wants to say (`hint`) into the schema that the caller demands: members found by name, limits of
 * length and range kept, whatever the hint lacks filled with the plainest value.
 */
export function shape(given: JsonObject, hint: Json | undefined, root: JsonObject = given): Json {
  const schema = resolveRef(given, root);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum))
    return hint !== undefined && schema.enum.includes(hint) ? hint : (schema.enum[0] ?? null);
  if (hint === undefined && isNullable(schema)) return null;
  if (Array.isArray(schema.anyOf)) {
    const options = schema.anyOf.filter(isObject).filter((option) => option.type !== 'null');
    return options[0] ? shape(options[0], hint, root) : null;
  }
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(
        Object.entries(isObject(schema.properties) ? schema.properties : {}).map(([name, property]) => [
          name,
          shape(isObject(property) ? property : {}, member(hint, name), root),
        ]),
      );
    case 'array':
      return shapeArray(schema, hint, root);
    case 'boolean':
      return hint === true;
    case 'integer':
    case 'number': {
      const value = typeof hint === 'number' ? hint : 1;
      const low = typeof schema.minimum === 'number' ? schema.minimum : Number.NEGATIVE_INFINITY;
      const high = typeof schema.maximum === 'number' ? schema.maximum : Number.POSITIVE_INFINITY;
      const within = Math.min(high, Math.max(low, value));
      return typeOf(schema) === 'integer' ? Math.round(within) : within;
    }
    default: {
      const value =
        typeof hint === 'string'
          ? hint
          : typeof hint === 'number'
            ? String(hint)
            : 'As described in the input.';
      return typeof schema.maxLength === 'number' ? value.slice(0, schema.maxLength) : value;
    }
  }
}

function shapeArray(schema: JsonObject, hint: Json | undefined, root: JsonObject): Json {
  const items = isObject(schema.items) ? schema.items : {};
  const given = Array.isArray(hint) ? hint : hint === undefined ? [] : [hint];
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : given.length;
  const fitted = given.slice(0, most).map((item) => shape(items, item, root));
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  while (fitted.length < least) fitted.push(shape(items, undefined, root));
  return fitted;
}

/** Why the real API would refuse a schema in strict mode, or null. Source: OpenAI, structured outputs, supported schemas. */
export function strictFault(given: Json, root: JsonObject, path = '()'): string | null {
  if (!isObject(given)) return `schema at ${path} must be an object`;
  const schema = given;
  if (isObject(schema.properties)) {
    if (schema.additionalProperties !== false)
      return `In context=${path}, 'additionalProperties' is required to be supplied and to be false.`;
    const required = Array.isArray(schema.required) ? schema.required : [];
    const missing = Object.keys(schema.properties).find((name) => !required.includes(name));
    if (missing)
      return `In context=${path}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    for (const [name, property] of Object.entries(schema.properties)) {
      const fault = strictFault(property, root, `('properties', '${name}')`);
      if (fault) return fault;
    }
  }
  if (isObject(schema.items)) return strictFault(schema.items, root, `${path} items`);
  for (const option of Array.isArray(schema.anyOf) ? schema.anyOf : []) {
    const fault = strictFault(option, root, `${path} anyOf`);
    if (fault) return fault;
  }
  return null;
}

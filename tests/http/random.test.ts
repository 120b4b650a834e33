import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { snakeKeys } from '../../domain/wire.ts';
import { proofSize } from '../proof-size.ts';
import { type Belongings, belongingsOf } from './belongings.ts';
import { bodyOf, OPERATIONS, paramsOf } from './operations.ts';
import { platformOf } from './platform.ts';
import { type JsonSchema, sent } from './sample.ts';
import { type Call, useApi, type Who } from './world.ts';

/** FUZZ_SEED=1 to see a hunt again. */
const COUNT = proofSize(500, 10_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const PEOPLE: Who[] = [
  'administrator',
  'administrator',
  'owner',
  'owner',
  'editor',
  'viewer',
  'stranger',
  'reader',
];
/** They change who may sign in, and would leave the hunt without hunters. */
const SPARED = ['updateUser', 'resetPassword', 'revokeToken', 'changeOwnPassword'];
const ODD = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -1e308,
  true,
  [],
  {},
  '\ud800',
  'e\u0301\u202e',
  "';--",
  '%00',
  'x'.repeat(300),
  '9999-12-31T23:59:59Z',
  '018f0000-0000-7000-8000-000000000000',
];

/** mulberry32: small, and the same on every machine for the same seed. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    once: (n: number) => below(n) === 0,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
  };
}

describe(`random requests, seed ${SEED}`, () => {
  const world = useApi();
  const { below, once, pick } = dice(SEED);
  let ours: Belongings;
  const hunted = OPERATIONS.filter(({ operation }) => !SPARED.includes(operation.contract.operation));

  beforeAll(async () => {
    ours = {
      ...(await belongingsOf(world, world.ours, world.userIds.owner ?? '')),
      ...(await platformOf(world)),
    };
  });

  /** A value that the schema mostly takes, and sometimes does not. */
  function value(schema: JsonSchema, definitions: Record<string, JsonSchema>, depth = 0): unknown {
    if (once(8) || depth > 5) return pick(ODD);
    if (schema.$ref)
      return value(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, definitions, depth + 1);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pick(schema.enum);
    const options = schema.anyOf ?? schema.oneOf;
    if (options) return value(pick(options), definitions, depth + 1);
    if (schema.type === 'object') {
      const kept = Object.entries(schema.properties ?? {}).filter(
        ([key]) => schema.required?.includes(key) || once(2),
      );
      return {
        ...Object.fromEntries(kept.map(([key, property]) => [key, value(property, definitions, depth + 1)])),
        ...(once(20) ? { surprise: 1 } : {}),
      };
    }
    if (schema.type === 'array')
      return Array.from({ length: below(4) }, () => value(schema.items ?? {}, definitions, depth + 1));
    if (schema.type === 'integer') return (schema.minimum ?? 0) + below(1000);
    if (schema.type === 'number') return below(100_000) / 100;
    if (schema.type === 'boolean') return once(2);
    return schema.format === 'uuid'
      ? pick(Object.values(ours))
      : pick([
          'rose',
          'Rose & Söhne',
          '1.5',
          '1024x1024',
          'https://example.com/v1',
          '2027-01-01T00:00:00Z',
          String(below(100)),
        ]);
  }

  function call(operation: (typeof OPERATIONS)[number]['operation']): Call {
    const { contract } = operation;
    const generated = (schema: NonNullable<typeof contract.body>) =>
      snakeKeys(value({ ...sent(schema) }, sent(schema).$defs ?? {}));
    const query = contract.query && once(2) ? generated(contract.query) : {};
    const params = paramsOf(operation, ours);
    if (once(6))
      for (const name of Object.keys(params))
        params[name] = once(2) ? pick(Object.values(ours)) : String(pick(ODD)).toWellFormed();
    const body = contract.body ? (once(3) ? bodyOf(operation, ours) : generated(contract.body)) : undefined;
    const pairs =
      query && typeof query === 'object'
        ? Object.entries(query).map(([key, item]) => [key, String(item).toWellFormed()])
        : [];
    return {
      as: pick(PEOPLE),
      params,
      body,
      query: new URLSearchParams(pairs).toString(),
      headers: {
        'if-match': pick(['"1"', '"2"', '"99999999999"', 'W/"1"', '*', '']),
        ...(once(4) ? { 'idempotency-key': pick(['one', 'two', 'three']) } : {}),
      },
    };
  }

  it(`none of ${COUNT} is our fault, and each refusal is a problem document`, {
    timeout: 120_000 + COUNT * 20,
  }, async () => {
    const seen = new Map<number, number>();
    for (let n = 0; n < COUNT; n++) {
      const { name, operation } = pick(hunted);
      const sending = call(operation);
      const response = await world.send(operation, sending);
      const text = response.headers.get('content-type')?.includes('event-stream')
        ? await response.body?.cancel()
        : await response.text();
      const about = { seed: SEED, n, name, status: response.status, text: text?.slice(0, 500), sending };
      if (response.status === 502) expect(about.text).toContain('"code":"provider_error"');
      else expect(about).toMatchObject({ status: expect.toSatisfy((status: number) => status < 500) });
      if (response.status >= 400)
        expect({ ...about, type: response.headers.get('content-type') }).toMatchObject({
          type: 'application/problem+json',
        });
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
    }
    expect(seen.get(200) ?? 0, JSON.stringify([...seen])).toBeGreaterThan(COUNT / 20);
  });
});

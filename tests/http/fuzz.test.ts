import { beforeAll, describe, expect, it } from 'vitest';
import { snakePath } from '../../domain/wire.ts';
import type { Operation } from '../../server/http/openapi.ts';
import { type Belongings, belongingsOf } from './belongings.ts';
import { bodyOf, OPERATIONS, paramsOf } from './operations.ts';
import { platformOf } from './platform.ts';
import { sent } from './sample.ts';
import { type Call, useApi } from './world.ts';

const NASTY: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  2 ** 31,
  '',
  ' ',
  'x'.repeat(5_000),
  '\ud800',
  '\u202e\u0007',
  "'; drop table users; --",
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  '+275760-09-13T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '018f0000-0000-7000-8000-000000000000',
  [],
  [null],
  [[[]]],
  {},
  { a: { b: {} } },
  ['x', 1, {}],
];
const NASTY_TEXT = [
  '',
  ' ',
  '-1',
  '0',
  '1e400',
  '99999999999999999999',
  'true',
  'null',
  '\u0000',
  '\ud800',
  '%',
  '%_%',
  "'",
  '+275760-09-13T00:00:00Z',
  '0000-01-01',
  'x'.repeat(5_000),
];

/** Forged cursors: what decodes, and what does not. */
const CURSORS = [
  [null, 'x'],
  ['x', '018f0000-0000-7000-8000-000000000000'],
  [1e308, '018f0000-0000-7000-8000-000000000000'],
  [{}, []],
  'x',
  null,
  ['\u0000', '\u0000'],
  ['2026-13-45', "'"],
].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));

/** Thousands of requests; on a busy machine they take their time. Milliseconds. */
const LONG = 180_000;

describe('strange values', () => {
  const world = useApi();
  let ours: Belongings;

  beforeAll(async () => {
    ours = {
      ...(await belongingsOf(world, world.ours, world.userIds.owner ?? '')),
      ...(await platformOf(world)),
    };
  });

  /** Never our fault, and a problem document for every refusal. Whether it was done all the same. */
  async function survives(operation: Operation, call: Call): Promise<boolean> {
    const response = await world.send(operation, { as: 'administrator', ...call });
    const text = response.headers.get('content-type')?.includes('event-stream')
      ? await response.body?.cancel()
      : await response.text();
    if (
      response.status === 500 ||
      (response.status >= 400 && response.headers.get('content-type') !== 'application/problem+json')
    )
      expect.fail(`${response.status} to ${JSON.stringify(call).slice(0, 600)}: ${text}`);
    return response.ok;
  }

  const etagOf = async (
    operation: Operation,
    params: Record<string, string>,
  ): Promise<Record<string, string>> => {
    const reader = OPERATIONS.find(
      ({ operation: other }) => other.path === operation.path && other.method === 'GET',
    )?.operation;
    const shown =
      operation.contract.ifMatch && reader ? await world.send(reader, { as: 'administrator', params }) : null;
    return { 'if-match': shown?.headers.get('etag') ?? '"1"' };
  };

  it.each(OPERATIONS.filter(({ operation }) => operation.contract.body))(
    '$name survives them in each field',
    async ({ operation }) => {
      const params = paramsOf(operation, ours);
      const right = bodyOf(operation, ours) as Record<string, unknown>;
      let headers = await etagOf(operation, params);
      const send = async (body: object) => {
        if (await survives(operation, { params, headers, body })) headers = await etagOf(operation, params);
      };
      for (const field of Object.keys(right)) {
        for (const value of NASTY) await send({ ...right, [field]: value });
        const { [field]: _, ...without } = right;
        await send(without);
      }
    },
    LONG,
  );

  it.each(OPERATIONS.filter(({ operation }) => operation.contract.query))(
    '$name survives them in each parameter',
    async ({ operation }) => {
      const params = paramsOf(operation, ours);
      const schema = sent(operation.contract.query!);
      for (const field of Object.keys(schema.properties ?? {})) {
        for (const value of field === 'cursor' ? [...NASTY_TEXT, ...CURSORS] : NASTY_TEXT)
          await survives(operation, {
            params,
            query: `${snakePath(field)}=${encodeURIComponent(value.toWellFormed())}`,
          });
        await survives(operation, { params, query: `${snakePath(field)}=1&${snakePath(field)}=2` });
      }
    },
    LONG,
  );
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../server/http/openapi.ts';
import { type Belongings, belongingsOf } from './belongings.ts';
import { bodyOf, callOf, OPERATIONS, paramsOf } from './operations.ts';
import { platformOf } from './platform.ts';
import { type Call, useApi } from './world.ts';

const withBody = OPERATIONS.filter(
  ({ operation }) => operation.contract.body && operation.contract.access !== 'public',
);
const versioned = OPERATIONS.filter(({ operation }) => operation.contract.ifMatch);
const withPath = OPERATIONS.filter(({ operation }) => operation.path.includes('{'));
const STALE = '"999999"';

describe('input that is not right', () => {
  const world = useApi();
  let ours: Belongings;
  let before = '';

  beforeAll(async () => {
    ours = {
      ...(await belongingsOf(world, world.ours, world.userIds.administrator ?? '')),
      ...(await platformOf(world)),
      providers: String(
        (await world.owner.sql`select provider_id as id from credentials order by id limit 1`)[0]?.['id'],
      ),
      users: world.userIds.owner ?? '',
    };
    before = await world.fingerprint();
  });

  const call = (operation: Operation, over: Call = {}): Call => ({
    ...callOf(operation, ours),
    as: 'administrator',
    headers: { 'if-match': STALE },
    ...over,
  });

  async function refuses(operation: Operation, over: Call, status: number, code: string, path?: string) {
    const response = await world.send(operation, call(operation, over));
    const problem = (await response.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({
      status,
      code,
      type: `urn:igny8:problem:${code}`,
      request_id: response.headers.get('x-request-id'),
    });
    expect(response.status).toBe(status);
    if (path !== undefined) expect(problem['errors']).toContainEqual(expect.objectContaining({ path }));
  }
  const unchanged = async () => {
    const [was, is] = [before, await world.fingerprint()];
    before = is; // one operation's fault is its own
    expect(is).toBe(was);
  };

  it.each(withBody)('$name takes well-formed JSON alone, of a bounded size', async ({ operation }) => {
    const limit = operation.contract.bodyLimit ?? 1024 * 1024;
    await refuses(operation, { rawBody: '{"name": ' }, 400, 'malformed_request');
    await refuses(operation, { rawBody: '' }, 400, 'malformed_request');
    await refuses(operation, { rawBody: '['.repeat(100_000) }, 400, 'malformed_request');
    await refuses(
      operation,
      { rawBody: `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}` },
      400,
      'malformed_request',
    );
    await refuses(operation, { rawBody: '{"name": "a\\u0000b"}' }, 400, 'malformed_request');
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      '',
    ])
      await refuses(
        operation,
        { rawBody: '{}', headers: { 'content-type': type, 'if-match': STALE } },
        415,
        'unsupported_media_type',
      );
    await refuses(operation, { rawBody: `"${'x'.repeat(limit)}"` }, 413, 'too_large');
    await refuses(
      operation,
      { rawBody: endless(), headers: { 'content-type': 'application/json', 'if-match': STALE } },
      413,
      'too_large',
    );
    await unchanged();
  });

  it.each(withBody)(
    '$name takes no field that it does not know, and nothing but an object',
    async ({ operation }) => {
      for (const body of [null, [], 'text', 1, true])
        await refuses(operation, { body }, 422, 'invalid_field');
      const right = bodyOf(operation, ours) as object;
      await refuses(operation, { body: { ...right, surprise: 1 } }, 422, 'invalid_field', 'surprise');
      await refuses(operation, { body: { ...right, accountID: 1 } }, 422, 'invalid_field');
      await unchanged();
    },
  );

  it.each(OPERATIONS.filter(({ operation }) => operation.contract.access !== 'public'))(
    '$name takes no parameter that it does not know',
    async ({ operation }) => {
      await refuses(
        operation,
        { query: 'surprise=1', body: bodyOf(operation, ours) },
        422,
        'invalid_field',
        'surprise',
      );
      await unchanged();
    },
  );

  it.each(versioned)(
    '$name needs the version that it changes, and the present one',
    async ({ operation }) => {
      const body = bodyOf(operation, ours);
      await refuses(operation, { body, headers: {} }, 428, 'version_required');
      for (const tag of [STALE, '*', 'W/"1"', '1', '"x"', '', '"1", "2"', `"${'9'.repeat(400)}"`])
        await refuses(operation, { body, headers: { 'if-match': tag } }, 412, 'stale_version');
      await unchanged();
    },
  );

  it.each(withPath)('$name answers 404 to a path that names nothing', async ({ operation }) => {
    const own = paramsOf(operation, ours);
    for (const name of Object.keys(own)) {
      for (const value of [
        'x',
        '-1',
        '%00',
        '../../me',
        "' or 1=1",
        'null',
        'x'.repeat(3_000),
        '018f0000-0000-7000-8000-000000000000',
        '[object Object]',
        '99999999999999999999',
      ]) {
        const body = bodyOf(operation, ours);
        await refuses(operation, { params: { ...own, [name]: value }, body }, 404, 'not_found');
      }
    }
    await unchanged();
  });
});

/** A body without an announced length that never ends. */
const endless = () =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });

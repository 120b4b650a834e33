import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Belongings, belongingsOf } from './belongings.ts';
import { callOf, isOwned, isUnsafe, OPERATIONS } from './operations.ts';
import { sent } from './sample.ts';
import { useApi, type Who } from './world.ts';

const behindSignIn = OPERATIONS.filter(({ operation }) => operation.contract.access !== 'public');
const administrative = OPERATIONS.filter(({ operation }) => operation.contract.access === 'administrator');
const changing = behindSignIn.filter(
  ({ operation }) => isUnsafe(operation) && operation.contract.scope !== 'read',
);
const owned = OPERATIONS.filter(({ operation }) => isOwned(operation));
const fieldsOf = (schema?: z.ZodType) => (schema ? Object.keys(sent(schema).properties ?? {}) : []);
/** Operations that name an account or a site beside the path. */
const pointing = OPERATIONS.filter(({ operation: { contract, path } }) => {
  const fields = [...fieldsOf(contract.query), ...fieldsOf(contract.body)];
  return (
    contract.access === 'signed_in' &&
    !path.includes('{') &&
    (fields.includes('accountId') || fields.includes('siteId'))
  );
});
/** What a viewer may do all the same: their own reading marks. */
const forViewers = new Set(['markNoticeRead', 'readNotice']);

describe('who may call what', () => {
  const world = useApi();
  let ours: Belongings;
  let before = '';

  beforeAll(async () => {
    ours = await belongingsOf(world, world.ours, world.userIds.owner ?? '');
    before = await world.fingerprint();
  });

  afterEach(async () => expect(await world.fingerprint()).toBe(before));

  it('knows the routes', () => expect(OPERATIONS.length).toBeGreaterThan(100));

  async function refused(name: string, call: Parameters<typeof world.send>[1], status: number, code: string) {
    const { operation } = OPERATIONS.find((entry) => entry.name === name)!;
    const response = await world.send(operation, call);
    const text = await response.text();
    expect({ status: response.status, text }).toMatchObject({
      status,
      text: expect.stringContaining(`"code":"${code}"`),
    });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-request-id')).toMatch(/.{8}/);
  }

  it.each(behindSignIn)('$name is closed to who is not signed in', async ({ name }) => {
    await refused(name, {}, 401, 'unauthenticated');
    for (const authorization of [
      'Bearer igny8_',
      `Bearer igny8_${'A'.repeat(43)}`,
      'Bearer null',
      'Basic YWRtaW46YWRtaW4=',
      `bearer ${world.tokens.administrator}`,
    ])
      await refused(name, { authorization }, 401, 'unauthenticated');
    await refused(
      name,
      { headers: { cookie: `igny8.session_token=${'a'.repeat(32)}.${'b'.repeat(44)}` } },
      401,
      'unauthenticated',
    );
  });

  it.each(administrative)(
    '$name is for administrators alone, and for tokens with that right',
    async ({ name }) => {
      for (const as of ['owner', 'viewer', 'stranger', 'reader', 'lesserAdministrator'] satisfies Who[])
        await refused(name, { as }, 403, 'forbidden');
    },
  );

  it.each(changing)('$name needs more than a token that may read', async ({ name }) => {
    await refused(name, { as: 'reader' }, 403, 'forbidden');
  });

  it.each(
    owned.filter(
      ({ operation }) =>
        isUnsafe(operation) &&
        /^\/(sites|runs)\//.test(operation.path) &&
        !forViewers.has(operation.contract.operation),
    ),
  )('$name is closed to a viewer', async ({ name, operation }) => {
    await refused(name, { ...callOf(operation, ours), as: 'viewer' }, 403, 'forbidden');
  });

  it.each(owned)('$name does not exist for the owner of another account', async ({ name, operation }) => {
    await refused(name, { ...callOf(operation, ours), as: 'stranger' }, 404, 'not_found');
  });

  it.each(pointing)(
    '$name shows and does nothing about the account of somebody else',
    async ({ operation }) => {
      const { query = '', ...call } = callOf(operation, ours);
      for (const [field, name, id] of [
        ['accountId', 'account_id', ours['accounts']],
        ['siteId', 'site_id', ours['sites']],
      ] as const) {
        const inQuery = fieldsOf(operation.contract.query).includes(field);
        if (!inQuery && !fieldsOf(operation.contract.body).includes(field)) continue;
        const response = await world.send(operation, {
          ...call,
          as: 'stranger',
          query: inQuery ? `${query}&${name}=${id}` : query,
        });
        const text = await response.text();
        if (response.status === 200) expect(text).toMatch(/"data":\[\]|"calls":0/);
        else expect({ status: response.status, text }).toMatchObject({ status: 404 });
      }
    },
  );
});

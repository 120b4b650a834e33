import { beforeAll, describe, expect, it } from 'vitest';
import { handleAuth } from '../../server/auth/handler.ts';
import { isUnsafe, OPERATIONS } from './operations.ts';
import { ORIGIN, PASSWORD, useApi } from './world.ts';

const FOREIGN_ORIGINS = [
  'null',
  '',
  'https://evil.example',
  'http://evil.example:3000',
  'https://localhost:3000',
  'http://localhost',
  'http://localhost:3001',
  'http://localhost:3000.evil.example',
  'http://localhost:3000@evil.example',
  'http://evil.example#http://localhost:3000',
  'http://evil.example/http://localhost:3000',
  'http://sub.localhost:3000',
  'http://LOCALHOST.evil.example:3000',
  'http://localhost:3000/',
  'http://localhost:3000 http://evil.example',
  'http://localhost:3000, http://evil.example',
  'http://127.0.0.1:3001',
  'http://127.0.0.2:3000',
  'http://2130706433:3000',
  'http://[::1]:3000',
  'http://[::ffff:127.0.0.1]:3000',
  'file://',
  'chrome-extension://abcdefghijklmnop',
  'data:text/html,x',
  'about:blank',
  'blob:http://localhost:3000/x',
  'ws://localhost:3000',
  'HTTP://LOCALHOST:3000',
  'http://localhost:03000',
  'http://localhost%3a3000',
];
const SITES = ['cross-site', 'same-site', 'none', 'CROSS-SITE', 'same-origin, cross-site', ''];

/** Each shape of a request that another site could make a browser send with our cookie. */
const SHAPES: Record<string, string>[] = [
  {},
  ...FOREIGN_ORIGINS.map((origin) => ({ origin })),
  ...SITES.map((site) => ({ origin: ORIGIN, 'sec-fetch-site': site })),
  { referer: `${ORIGIN}/` },
  { 'x-forwarded-host': 'localhost:3000', 'x-forwarded-proto': 'http' },
  { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
  {
    origin: 'https://evil.example',
    'x-http-method-override': 'GET',
    'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
  },
];

describe('requests that another site makes a browser send', () => {
  const world = useApi();
  let cookie = '';
  let before = '';

  beforeAll(async () => {
    const headers = { origin: ORIGIN, 'content-type': 'application/json' };
    const body = JSON.stringify({ email: 'administrator@example.com', password: PASSWORD });
    const response = await handleAuth(
      new Request(`${ORIGIN}/api/auth/sign-in/email`, { method: 'POST', headers, body }),
      'sign-in/email',
    );
    cookie = response.headers
      .getSetCookie()
      .map((entry) => entry.split(';')[0])
      .join('; ');
    before = await world.fingerprint();
  });

  it('knows more than forty shapes', () => expect(SHAPES.length).toBeGreaterThan(40));

  it.each(OPERATIONS.filter(({ operation }) => isUnsafe(operation)))(
    '$name does nothing for them',
    async ({ operation }) => {
      for (const shape of SHAPES) {
        const response = await world.send(operation, { headers: { cookie, ...shape }, body: {} });
        expect({ shape, status: response.status, ...((await response.json()) as object) }).toMatchObject({
          shape,
          status: 403,
          code: 'forbidden',
        });
      }
      expect(await world.fingerprint()).toBe(before);
    },
  );

  it('lets our own pages through', async () => {
    const post = OPERATIONS.find(({ name }) => name === 'POST /tokens')!.operation;
    const own = { cookie, origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
    expect((await world.send(post, { headers: own, body: { name: 'Mine', scopes: ['read'] } })).status).toBe(
      201,
    );
    expect(
      (
        await world.send(post, {
          headers: { ...own, 'content-type': 'text/plain' },
          rawBody: '{"name":"Mine","scopes":["read"]}',
        })
      ).status,
    ).toBe(415);
  });

  it('changes nothing on GET, by whatever name the method goes', () => {
    const changing = OPERATIONS.filter(
      ({ operation }) =>
        operation.method === 'GET' && (operation.contract.body || operation.contract.ifMatch),
    );
    expect(changing).toEqual([]);
  });
});

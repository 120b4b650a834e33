import { request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';

const NOWHERE = '00000000-0000-7000-8000-000000000000';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Document {
  paths: Record<string, Partial<Record<(typeof METHODS)[number], { security?: unknown[] }>>>;
}

test('every address of the API answers with and without its trailing slash, and redirects nobody', async ({
  request,
}) => {
  const { paths } = (await (await request.get('/api/v1/openapi.json')).json()) as Document;
  let seen = 0;
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of METHODS.filter((name) => operations[name])) {
      const address = `/api/v1${path.replaceAll(/\{\w+\}/g, NOWHERE)}`;
      const [plain, slashed] = await Promise.all(
        [address, `${address}/`].map((url) =>
          request.fetch(url, {
            method,
            maxRedirects: 0,
            headers: { origin: new URL(test.info().project.use.baseURL ?? '').origin },
          }),
        ),
      );
      const told = { address, method, plain: plain?.status(), slashed: slashed?.status() };
      expect(told).toEqual({ ...told, slashed: told.plain });
      expect(told.plain, JSON.stringify(told)).not.toBe(404);
      expect(Math.floor((told.plain ?? 0) / 100), JSON.stringify(told)).not.toBe(3);
      seen += 1;
    }
  }
  expect(seen).toBeGreaterThan(100);
});

test('creating, reading, changing and deleting work at addresses with a slash', async ({ page }) => {
  await signIn(page, 'administrator');
  const outcome = await page.evaluate(async () => {
    const json = (method: string, body?: unknown, headers: Record<string, string> = {}) => ({
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error' as const,
    });
    const made = await fetch('/api/v1/admin/accounts/', json('POST', { name: 'With a slash' }));
    const account = (await made.json()) as { id: string; version: number };
    const changed = await fetch(
      `/api/v1/admin/accounts/${account.id}/`,
      json('PATCH', { name: 'Renamed' }, { 'if-match': made.headers.get('etag') ?? `"${account.version}"` }),
    );
    const read = (await (
      await fetch(`/api/v1/admin/accounts/${account.id}/`, { redirect: 'error' })
    ).json()) as { name: string };
    const token = (await (
      await fetch('/api/v1/tokens/', json('POST', { name: 'slash', scopes: ['read'], expires_at: null }))
    ).json()) as { id: string };
    const gone = await fetch(`/api/v1/tokens/${token.id}/`, json('DELETE'));
    return { made: made.status, changed: changed.status, name: read.name, gone: gone.status };
  });
  expect(outcome).toEqual({ made: 201, changed: 200, name: 'Renamed', gone: 204 });
});

test('wrong sign-ins are counted by the address of the connection, whatever the caller writes', async ({
  baseURL,
}) => {
  const { port, origin } = new URL(baseURL ?? '');
  const attempt = (n: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const forged = `203.0.113.${n}`;
      const headers = {
        host: new URL(origin).host,
        origin,
        'content-type': 'application/json',
        'x-forwarded-for': forged,
        'x-igny8-peer': forged,
      };
      // An address of its own, so that the browser's may still sign in.
      send(
        {
          host: '127.0.0.1',
          localAddress: '127.0.0.9',
          port,
          path: '/api/auth/sign-in/email',
          method: 'POST',
          headers,
        },
        async (answer) => {
          await text(answer);
          resolve(answer.statusCode ?? 0);
        },
      )
        .on('error', reject)
        .end(JSON.stringify({ email: `nobody${n}@igny8.example`, password: 'Wrong-Password-1' }));
    });
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, n) => attempt(n)));
  expect(statuses.filter((status) => status === 401)).toHaveLength(50);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

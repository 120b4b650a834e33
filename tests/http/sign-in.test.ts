import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashPassword, setUpAdministrator } from '../../domain/identity/index.ts';
import { handleAuth } from '../../server/auth/handler.ts';
import { runtime, setRuntime } from '../../server/runtime.ts';
import { proofSize } from '../proof-size.ts';
import { OPERATIONS } from './operations.ts';
import { ORIGIN, PASSWORD, useApi } from './world.ts';

/** Wrong passwords sent at once. */
const ATTEMPTS = proofSize(60, 1_000);
const WINDOW = 15 * 60_000;
const operation = (name: string) => OPERATIONS.find((entry) => entry.name === name)!.operation;

const attempt = (email: string, password: string, headers: Record<string, string> = {}) =>
  handleAuth(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email, password }),
    }),
    'sign-in/email',
  );

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');

describe('signing in', () => {
  const world = useApi();
  afterEach(() => void vi.useRealTimers());

  const me = async (cookie: string) =>
    (await world.send(operation('GET /me'), { headers: { cookie } })).status;
  const signedIn = async (email: string) => {
    const response = await attempt(email, PASSWORD);
    expect(response.status).toBe(200);
    return cookieOf(response);
  };

  it('gives a session in a cookie that scripts and other sites do not get', async () => {
    const response = await attempt('Owner@Example.com', PASSWORD);
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^igny8\.session_token=.+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/i,
    );
    expect(await me(cookieOf(response))).toBe(200);
  });

  it('keeps the cookie to this very host where people come over https', async () => {
    const usual = runtime();
    const forget = () => Reflect.deleteProperty(globalThis, 'igny8Auth');
    const origin = 'https://console.example.com';
    setRuntime({ ...usual, env: { ...usual.env, PUBLIC_URL: origin, IGNY8_ENV: 'production' } });
    forget();
    try {
      const response = await attempt('owner@example.com', PASSWORD, { origin });
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^__Host-igny8\.session_token=.+; Path=\/; HttpOnly; Secure; SameSite=Lax$/i,
      );
      expect(response.headers.getSetCookie()[0]).not.toMatch(/domain=/i);
      expect(await me(cookieOf(response))).toBe(200);
      expect((await attempt('owner@example.com', PASSWORD, { origin: ORIGIN })).status).toBe(403);
    } finally {
      setRuntime(usual);
      forget();
    }
  });

  it(`checks ten of ${ATTEMPTS} wrong passwords sent at once, then none, not even the right one, until the window ends`, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const answers = await Promise.all(
      Array.from({ length: ATTEMPTS }, (_, i) => attempt('editor@example.com', `Wrong-Password-${i}`)),
    );
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    const refused = answers.find((answer) => answer.status === 429)!;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });
    expect((await attempt('EDITOR@example.com', PASSWORD)).status).toBe(429);
    expect((await attempt('viewer@example.com', PASSWORD)).status).toBe(200);
    vi.setSystemTime(Date.now() + WINDOW + 1_000);
    expect((await attempt('editor@example.com', PASSWORD)).status).toBe(200);
  });

  it('tells nobody whether there is a person of that name, neither in words nor in time', async () => {
    const times: Record<string, number[]> = { 'stranger@example.com': [], 'nobody@example.com': [] };
    const answers = new Set<string>();
    for (let i = 0; i < 7; i++) {
      for (const [email, spent] of Object.entries(times)) {
        const started = performance.now();
        const { request_id: _, ...problem } = (await (
          await attempt(email, 'Wrong-Password-1')
        ).json()) as Record<string, unknown>;
        spent.push(performance.now() - started);
        answers.add(JSON.stringify(problem));
      }
    }
    expect(answers.size).toBe(1);
    const started = performance.now();
    await hashPassword('Some-Password-1');
    const hashing = performance.now() - started;
    // An unknown e-mail that skipped the hash would be answered in a fraction of it.
    for (const spent of Object.values(times)) expect(Math.max(...spent)).toBeGreaterThan(hashing / 3);
  });

  it('refuses a disabled person as it does a wrong password, and ends what they had', async () => {
    const cookie = await signedIn('viewer@example.com');
    const id = world.userIds.viewer ?? '';
    const before = await world.send(operation('GET /admin/users/{id}'), {
      as: 'administrator',
      params: { id },
    });
    const change = {
      as: 'administrator' as const,
      params: { id },
      headers: { 'if-match': before.headers.get('etag') ?? '' },
      body: { disabled: true },
    };
    expect((await world.send(operation('PATCH /admin/users/{id}'), change)).status).toBe(200);
    expect(await me(cookie)).toBe(401);
    expect((await world.send(operation('GET /me'), { as: 'viewer' })).status).toBe(401);
    const refused = await attempt('viewer@example.com', PASSWORD);
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, []]);
  });

  it('ends a session at sign-out, and one that its person revokes', async () => {
    const first = await signedIn('owner@example.com');
    const second = await signedIn('owner@example.com');
    const sessions = await world.send(operation('GET /me/sessions'), { headers: { cookie: first } });
    const { data } = (await sessions.json()) as { data: { id: string; is_current: boolean }[] };
    expect(data.filter((session) => session.is_current)).toHaveLength(1);
    const headers = { cookie: first, origin: ORIGIN };
    for (const { id, is_current } of data.filter((session) => !session.is_current)) {
      expect({
        is_current,
        status: (await world.send(operation('DELETE /me/sessions/{id}'), { headers, params: { id } })).status,
      }).toMatchObject({
        status: 204,
      });
    }
    expect([await me(first), await me(second)]).toEqual([200, 401]);
    const out = await handleAuth(
      new Request(`${ORIGIN}/api/auth/sign-out`, { method: 'POST', headers }),
      'sign-out',
    );
    expect(out.status).toBe(200);
    expect(await me(first)).toBe(401);
  });

  it('forgets sessions and tokens that another process ends, also after its ear was torn off', async () => {
    const cookie = await signedIn('owner@example.com');
    expect([await me(cookie), await me(cookie)]).toEqual([200, 200]);
    await world.owner.sql`delete from sessions where user_id = ${world.userIds.owner ?? ''}`;
    await vi.waitFor(async () => expect(await me(cookie)).toBe(401), 1_000);

    const status = async () => (await world.send(operation('GET /me'), { as: 'editor' })).status;
    expect([await status(), await status()]).toEqual([200, 200]);
    await world.owner
      .sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`;
    await world.owner
      .sql`update api_tokens set revoked_at = now() where user_id = ${world.userIds.editor ?? ''}`;
    await vi.waitFor(async () => expect(await status()).toBe(401), { timeout: 5_000, interval: 20 });
  });

  it('reads no more of a body than a sign-in needs, and only JSON from our own pages', async () => {
    expect((await attempt('owner@example.com', 'x'.repeat(10_000))).status).toBe(413);
    expect((await attempt('owner@example.com', PASSWORD, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await attempt('owner@example.com', PASSWORD, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    expect((await attempt('not an address', PASSWORD)).status).toBe(422);
    for (const path of [
      'sign-up/email',
      'update-user',
      'change-password',
      'reset-password',
      'get-session',
      'ok',
      'error',
      '',
    ]) {
      const request = new Request(`${ORIGIN}/api/auth/${path}`, {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json' },
        body: '{}',
      });
      expect((await handleAuth(request, path)).status).toBe(404);
    }
  });
});

describe('the first administrator', () => {
  const world = useApi();

  it('is made once, by one of many who try at the same time, and not where there is one', async () => {
    const person = (i: number) => ({ name: 'First', email: `first${i}@example.com`, password: PASSWORD });
    const setUp = (i: number) =>
      world.send(operation('POST /setup'), { body: person(i), headers: { origin: ORIGIN } });
    expect((await setUp(0)).status).toBe(409);
    await world.owner.sql`update users set is_administrator = false`;
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => setUp(i + 1)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([
      201,
      ...Array.from({ length: 11 }, () => 409),
    ]);
    await expect(setUpAdministrator(world.ctx, person(99))).rejects.toMatchObject({ code: 'conflict' });
    const found = await world.owner.sql`select email from users where is_administrator`;
    expect(found).toHaveLength(1);
  });
});

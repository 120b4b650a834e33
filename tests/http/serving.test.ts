import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { GET as ready } from '../../app/api/health/ready/route.ts';
import { GET as unavailable } from '../../app/unavailable/route.ts';
import { handleAuth } from '../../server/auth/handler.ts';
import { type Runtime, runtime, setRuntime } from '../../server/runtime.ts';
import { OPERATIONS } from './operations.ts';
import { ORIGIN, PASSWORD, useApi } from './world.ts';

describe('a process that cannot serve', () => {
  const world = useApi();
  const me = OPERATIONS.find(({ name }) => name === 'GET /me')!.operation;
  let whole: Runtime | undefined;

  /** The same process with another key ring. */
  const withRing = (keys: [string, Buffer][]) => {
    whole ??= runtime();
    setRuntime({ ...whole, keyring: { activeId: keys[0]![0], keys: new Map(keys) }, serves: false });
  };
  /** A process that was started without a variable, or with a bad one: its runtime does not come to be. */
  const withEnvironment = (name: string, value: string | undefined) => {
    whole ??= runtime();
    Reflect.deleteProperty(globalThis, 'igny8Runtime');
    for (const [key, given] of Object.entries({
      DATABASE_URL: world.url,
      SESSION_SECRET: 'x'.repeat(32),
      [name]: value,
    })) {
      if (given === undefined) delete process.env[key];
      else process.env[key] = given;
    }
  };
  afterEach(() => {
    if (whole) setRuntime(whole);
    for (const name of ['DATABASE_URL', 'SESSION_SECRET', 'ENCRYPTION_KEY']) delete process.env[name];
  });

  const signIn = () =>
    handleAuth(
      new Request(`${ORIGIN}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'owner@example.com', password: PASSWORD }),
      }),
      'sign-in/email',
    );

  async function refuses(lack: string, why: RegExp): Promise<void> {
    const probe = await ready();
    expect([probe.status, await probe.json()]).toEqual([503, { status: 'unavailable', reason: lack }]);
    for (const { name, operation } of OPERATIONS) {
      const response = await world.send(operation, { as: 'administrator' });
      const said = (await response.json()) as Record<string, unknown>;
      expect({ name, status: response.status, ...said }).toMatchObject({
        name,
        status: 503,
        code: 'unavailable',
        detail: expect.stringMatching(why) as string,
      });
      expect(response.headers.get('retry-after')).toBe('5');
    }
    expect((await signIn()).status).toBe(503);
    const page = await unavailable();
    expect([page.status, await page.text()]).toEqual([503, expect.stringMatching(why)]);
  }

  async function serves(): Promise<void> {
    expect([
      (await ready()).status,
      (await world.send(me, { as: 'owner' })).status,
      (await signIn()).status,
    ]).toEqual([200, 200, 200]);
    expect((await unavailable()).headers.get('location')).toBe('/');
  }

  it('refuses with a wrong encryption key, says which, changes nothing, and serves again with the right one', async () => {
    await serves();
    const before = await world.fingerprint();
    withRing([['test', randomBytes(32)]]);
    await refuses('encryption_key', /the key "test" is not the one that sealed/);
    expect(await world.fingerprint()).toBe(before);
    setRuntime(whole!);
    await serves();
  });

  it('refuses with a ring that lacks a key of stored secrets', async () => {
    withRing([['other', randomBytes(32)]]);
    await refuses('encryption_key', /ENCRYPTION_KEY lacks "test"/);
  });

  it('refuses without a key ring, or with a text that is none, and shows nothing of it', async () => {
    withEnvironment('ENCRYPTION_KEY', undefined);
    await refuses('environment', /ENCRYPTION_KEY/);
    withEnvironment('ENCRYPTION_KEY', 'a-passphrase-of-mine');
    await refuses('environment', /^(?!.*passphrase-of).*must be "id:base64" entries/s);
  });

  it('refuses while the database lacks migrations of this release', async () => {
    withRing([...runtime().keyring.keys]);
    const [newest] = await world.owner
      .sql`delete from schema_history where name = (select max(name) from schema_history where name like 'migration %') returning *`;
    await refuses('migrations', /lacks 1 of the migrations/);
    await world.owner.sql`insert into schema_history ${world.owner.sql(newest!)}`;
    await serves();
  });

  it('says so when the database does not answer', async () => {
    withEnvironment('DATABASE_URL', 'postgres://nobody@127.0.0.1:9/none');
    process.env['ENCRYPTION_KEY'] = `test:${Buffer.alloc(32, 7).toString('base64')}`;
    const probe = await ready();
    expect([probe.status, await probe.json()]).toEqual([503, { status: 'unavailable', reason: 'database' }]);
  });
});

import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEvents, credentials, providers, providerTests } from '#db/schema/index.ts';
import { seed } from '#db/seed/index.ts';
import { SANDBOX_KEYS } from '../../sandbox/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { testSandbox } from '../../tests/providers.ts';
import { type Context, inTransaction } from '../context.ts';
import {
  abandonEncryptionKey,
  checkKeyring,
  getProvider,
  listProviders,
  openCredential,
  reportCredential,
  restoreCredential,
  revokeCredential,
  setCredential,
  sweepCredentials,
  testConnection,
  updateProvider,
} from './index.ts';

describe('provider keys', () => {
  const t = useDatabase();
  const s = testSandbox();
  const slug = async (name: string) =>
    (await t.ctx.db.select().from(providers).where(eq(providers.slug, name)))[0]!;
  const rows = () => inTransaction(t.ctx, ({ db }) => db.select().from(credentials));
  const KEY = `sk-sandbox-${'b'.repeat(30)}wxyz`;
  const set = async (
    provider: string,
    value: string,
    over: { test?: boolean; overlapHours?: number; name?: string } = {},
  ) =>
    setCredential(t.ctx, (await slug(provider)).id, {
      name: 'api_key',
      value,
      test: false,
      overlapHours: 0,
      ...over,
    });

  beforeEach(async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: s.sandbox.url });
    t.clock.advance(60_000);
  });
  afterEach(async () => {
    await t.owner.sql`delete from provider_tests`;
    await t.owner.sql`delete from credentials`;
    await t.owner.sql`update providers set base_url = live_base_url, is_sandbox = false`;
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['sk-••••••••••••abcd', 'masked placeholder'],
    ['sk-****************wxyz', 'masked placeholder'],
    ['sk-proj-...wxyz', 'masked placeholder'],
    ['[secret]', 'masked placeholder'],
    ['${OPENAI_API_KEY}', 'reference'],
    ['env:OPENAI_API_KEY', 'reference'],
    ['Bearer sk-abcdefghijklmnopqrstuvwxyz', 'the word Bearer'],
    ['sk-abcdefgh ijklmnopqrstuvwxyz', 'no spaces'],
    ['pk-abcdefghijklmnopqrstuvwxyz', 'does not look like the API key of OpenAI'],
  ])('refuses "%s"', async (value, why) => {
    const before = await rows();
    await expect(set('openai', value)).rejects.toMatchObject({
      code: 'invalid_field',
      message: expect.stringContaining(why) as string,
      fields: [{ path: 'value' }],
    });
    expect(await rows()).toEqual(before);
  });

  it('stores a key trimmed and shows its last four characters alone, who set it and when', async () => {
    const provider = await set('openai', `  ${KEY}\n`);
    expect(provider.credentials.find((row) => row.status === 'active')).toMatchObject({
      lastFour: 'wxyz',
      problem: null,
      createdAt: t.clock.now(),
    });
    const opened = await openCredential(t.ctx, { providerId: provider.id });
    expect(opened.secret.reveal()).toBe(KEY);
    expect(JSON.stringify([provider, opened])).not.toContain(KEY);
  });

  it('keeps a key that the provider refuses out, gives its own error, and keeps the old one working', async () => {
    const provider = await slug('openai');
    await expect(set('openai', KEY, { test: true })).rejects.toMatchObject({
      code: 'provider_error',
      message: expect.stringContaining('Incorrect API key') as string,
    });
    expect((await openCredential(t.ctx, { providerId: provider.id })).secret.reveal()).toBe(
      SANDBOX_KEYS.openai,
    );
    expect((await getProvider(t.ctx, provider.id)).tests[0]).toMatchObject({ ok: false, credentialId: null });
    expect((await set('openai', SANDBOX_KEYS.openai, { test: true })).credentials[0]).toMatchObject({
      status: 'active',
      version: 2,
    });
  });

  it('tests the stored key and an unsaved one, with latency and the models that it can use, and keeps the last ten', async () => {
    const { id } = await slug('openai');
    const outcome = await testConnection(t.ctx, id, {});
    expect(outcome).toMatchObject({ ok: true, error: null, testedAt: s.sandbox.openaiUrl });
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(0);
    const models = new Map(outcome.models.map((model) => [model.modelName, model]));
    expect(models.get('gpt-4o')).toMatchObject({ found: true, shutdownAt: new Date('2027-01-14') });
    const before = await rows();
    const failed = await testConnection(t.ctx, id, { value: KEY });
    expect(failed).toMatchObject({ ok: false, error: { kind: 'unauthorized' } });
    expect(JSON.stringify(failed)).not.toContain(KEY);
    expect((await rows()).map((row) => [row.id, row.status, row.secret])).toEqual(
      before.map((row) => [row.id, row.status, row.secret]),
    );
    for (let n = 0; n < 12; n++) {
      t.clock.advance(1000);
      await testConnection(t.ctx, id, {});
    }
    expect(await t.ctx.db.select().from(providerTests).where(eq(providerTests.providerId, id))).toHaveLength(
      10,
    );
    expect(await getProvider(t.ctx, id)).toMatchObject({ health: 'ok' });
  });

  it('tells a slow or failing provider from a refused key, and changes nothing stored', async () => {
    const { id } = await slug('openai');
    s.sandbox.inject({ kind: 'server_error', times: 1 });
    expect(await testConnection(t.ctx, id, {})).toMatchObject({ ok: false, error: { kind: 'server_error' } });
    expect((await rows()).find((row) => row.providerId === id)).toMatchObject({ status: 'active' });
  });

  it('keeps the replaced key valid for the overlap, uses the new one, and ends the old one after it', async () => {
    const { id } = await slug('openai');
    const provider = await set('openai', KEY, { overlapHours: 24 });
    expect(provider.credentials.map((row) => row.status).sort()).toEqual(['active', 'retiring']);
    expect((await openCredential(t.ctx, { providerId: id })).secret.reveal()).toBe(KEY);
    await reportCredential(t.ctx, provider.credentials.find((row) => row.status === 'active')!.id, {
      ok: false,
      error: 'no',
      unauthorized: true,
    });
    expect((await openCredential(t.ctx, { providerId: id })).secret.reveal()).toBe(SANDBOX_KEYS.openai); // the old one is still good
    t.clock.advance(25 * 3_600_000);
    expect((await openCredential(t.ctx, { providerId: id })).secret.reveal()).toBe(KEY);
    expect(await sweepCredentials(t.ctx)).toEqual({ ended: 1, wiped: 0 });
    t.clock.advance(25 * 3_600_000);
    expect(await sweepCredentials(t.ctx)).toEqual({ ended: 0, wiped: 1 });
    expect((await rows()).find((row) => row.status === 'revoked')!.secret).toBe('-');
  });

  it('revokes a key at once, and brings it back', async () => {
    const { id } = await slug('openai');
    const { credentials: before } = await getProvider(t.ctx, id);
    await revokeCredential(t.ctx, id, before[0]!.id, before[0]!.version);
    await expect(openCredential(t.ctx, { providerId: id })).rejects.toMatchObject({
      code: 'not_configured',
      message: 'The provider OpenAI has no key.',
      extra: { link: `/admin/providers/${id}` },
    });
    expect(await getProvider(t.ctx, id)).toMatchObject({ health: 'no_key' });
    await restoreCredential(t.ctx, id, before[0]!.id);
    expect((await openCredential(t.ctx, { providerId: id })).credentialId).toBe(before[0]!.id);
  });

  it('takes a replacement back: the new key ends, the old one serves again, at once or within its overlap', async () => {
    const { id } = await slug('openai');
    for (const overlapHours of [0, 24]) {
      t.clock.advance(1_000);
      const old = (await openCredential(t.ctx, { providerId: id })).credentialId;
      const { credentials: after } = await set('openai', `${KEY}${overlapHours}`, { overlapHours });
      const made = after.find((row) => row.status === 'active')!;
      await revokeCredential(t.ctx, id, made.id, made.version);
      await restoreCredential(t.ctx, id, old);
      expect(await openCredential(t.ctx, { providerId: id })).toMatchObject({ credentialId: old });
      expect((await rows()).find((row) => row.id === old)).toMatchObject({
        status: 'active',
        retiresAt: null,
      });
    }
  });

  it('voids the keys of a provider whose address changes, says so, and takes them back with the address', async () => {
    const provider = await slug('openai');
    process.env['ALLOW_PRIVATE_PROVIDERS'] = '1';
    const moved = await updateProvider(t.ctx, provider.id, provider.version, {
      baseUrl: 'http://127.0.0.1:9/v1',
    });
    expect(moved).toMatchObject({
      voidedCredentials: 1,
      health: 'undecryptable',
      healthDetail: expect.stringContaining('is void at another address') as string,
      credentials: [{ problem: 'bound_elsewhere' }],
    });
    await expect(openCredential(t.ctx, { providerId: provider.id })).rejects.toMatchObject({
      message: expect.stringContaining('Enter it again') as string,
    });
    await inTransaction(t.ctx, ({ db }) => db.update(credentials).set({ boundOrigin: 'http://127.0.0.1:9' })); // whoever rewrites the row too gains nothing
    await expect(openCredential(t.ctx, { providerId: provider.id })).rejects.toMatchObject({
      message: expect.stringContaining('altered or moved') as string,
    });
    delete process.env['ALLOW_PRIVATE_PROVIDERS'];
    await expect(
      updateProvider(t.ctx, provider.id, moved.version, { baseUrl: 'http://127.0.0.1:8/v1' }),
    ).rejects.toMatchObject({
      fields: [{ path: 'baseUrl' }],
    });
    await expect(
      updateProvider(t.ctx, provider.id, moved.version, { baseUrl: 'https://169.254.169.254/latest' }),
    ).rejects.toMatchObject({
      fields: [{ path: 'baseUrl' }],
    });
  });

  it('switches a provider of defaults off only with what becomes the default instead', async () => {
    const runware = await slug('runware');
    const openai = await slug('openai');
    await expect(updateProvider(t.ctx, openai.id, openai.version, { isActive: false })).rejects.toMatchObject(
      {
        code: 'in_use',
        extra: {
          defaults: [
            { modelName: expect.any(String) as string },
            { modelName: expect.any(String) as string },
          ],
        },
      },
    );
    await updateProvider(t.ctx, runware.id, runware.version, { isActive: false });
    await expect(openCredential(t.ctx, { providerId: runware.id })).rejects.toMatchObject({
      message: 'The provider Runware is switched off.',
    });
    await updateProvider(t.ctx, runware.id, runware.version + 1, { isActive: true });
  });

  it('leaves the sandbox for the real address when a real key is stored, and never sends it to the double', async () => {
    const real = `sk-proj-${'r'.repeat(40)}`;
    const provider = await set('openai', real);
    expect(provider).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      isSandbox: false,
      credentials: [{ isSandbox: false, boundOrigin: 'https://api.openai.com' }],
    });
    await seed(t.ctx, { demo: false, sandboxUrl: s.sandbox.url });
    expect(await slug('openai')).toMatchObject({ isSandbox: false });
  });

  it('shows a secret that cannot be decrypted as exactly that', async () => {
    const { id } = await slug('openai');
    const other: Context = {
      ...t.ctx,
      keyring: { activeId: 'other', keys: new Map([['other', randomBytes(32)]]) },
    };
    expect(await getProvider(other, id)).toMatchObject({
      health: 'undecryptable',
      credentials: [{ problem: 'unknown_encryption_key' }],
      healthDetail: expect.stringContaining('"test" is not in ENCRYPTION_KEY') as string,
    });
    const wrong: Context = {
      ...t.ctx,
      keyring: { activeId: 'test', keys: new Map([['test', randomBytes(32)]]) },
    };
    expect((await getProvider(wrong, id)).credentials[0]).toMatchObject({ problem: 'altered' });
    await expect(openCredential(other, { providerId: id })).rejects.toMatchObject({ code: 'not_configured' });
  });

  it('refuses to serve with a wrong or missing encryption key, and says which', async () => {
    await checkKeyring(t.ctx);
    const wrong: Context = {
      ...t.ctx,
      keyring: { activeId: 'test', keys: new Map([['test', randomBytes(32)]]) },
    };
    await expect(checkKeyring(wrong)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('the key "test" is not the one') as string,
    });
    const missing: Context = {
      ...t.ctx,
      keyring: { activeId: 'new', keys: new Map([['new', randomBytes(32)]]) },
    };
    await expect(checkKeyring(missing)).rejects.toMatchObject({
      message: expect.stringContaining('lacks "test"') as string,
    });
  });

  it('gives up what a lost encryption key sealed, so that the secrets can be entered again', async () => {
    await checkKeyring(t.ctx);
    await expect(abandonEncryptionKey(t.ctx, 'test')).rejects.toMatchObject({ code: 'conflict' });
    const other: Context = {
      ...t.ctx,
      keyring: { activeId: 'other', keys: new Map([['other', randomBytes(32)]]) },
    };
    await expect(checkKeyring(other)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(abandonEncryptionKey(other, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
    const given = await abandonEncryptionKey(other, 'test');
    expect((await rows()).filter((row) => row.status === 'revoked' && row.secret === '-')).toHaveLength(
      given,
    );
    await checkKeyring(other);
    expect(await getProvider(other, (await slug('openai')).id)).toMatchObject({ health: 'no_key' });
    await t.owner.sql`delete from key_checks`;
  });

  it('leaves no trace of a key in the database, the audit log, an answer or an error', async () => {
    const canary = `sk-sandbox-canary${randomBytes(16).toString('hex')}`;
    const said: string[] = [];
    const note = (value: unknown) =>
      said.push(
        JSON.stringify(value, Object.getOwnPropertyNames(value ?? {})),
        String(value),
        value instanceof Error ? `${value.stack} ${JSON.stringify({ ...value })}` : JSON.stringify(value),
      );
    const { id } = await slug('openai');
    note(await set('openai', canary));
    note(await set('openai', canary, { test: true }).catch((error: unknown) => error));
    note(await testConnection(t.ctx, id, { value: canary }));
    note(await testConnection(t.ctx, id, {}));
    note(await set('openai', `${canary} x`).catch((error: unknown) => error));
    note(await set('openai', canary, { name: 'nothing' }).catch((error: unknown) => error));
    note(await listProviders(t.ctx));
    note(await openCredential(t.ctx, { providerId: id }));
    const tables = await t.owner.sql<
      { tablename: string }[]
    >`select tablename from pg_tables where schemaname = 'public'`;
    for (const { tablename } of tables)
      said.push(JSON.stringify(await t.owner.sql.unsafe(`select * from "${tablename}"`)));
    const everything = said.join('\n');
    for (const form of [
      canary,
      Buffer.from(canary).toString('base64'),
      Buffer.from(canary).toString('base64url'),
      Buffer.from(canary).toString('hex'),
      encodeURIComponent(canary),
    ])
      expect(everything).not.toContain(form);
    expect(everything).toContain('credential.replaced');
  });

  it('writes an audit event with each change and none without, and shows keys to administrators alone', async () => {
    const { id } = await slug('openai');
    const before = (await t.owner.db.select().from(auditEvents)).length;
    await set('openai', KEY);
    await set('openai', '').catch(() => {});
    expect((await t.owner.db.select().from(auditEvents)).length).toBe(before + 1);
    for (const attempt of [
      () => getProvider(t.as(person()), id),
      () => setCredential(t.as(person()), id, { name: 'api_key', value: KEY, test: false, overlapHours: 0 }),
      () => testConnection(t.as(person()), id, {}),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

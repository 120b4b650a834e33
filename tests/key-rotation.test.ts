import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { seed } from '../db/seed/index.ts';
import type { Context } from '../domain/context.ts';
import {
  checkKeyring,
  getProvider,
  listProviders,
  openCredential,
  setCredential,
} from '../domain/providers/index.ts';
import { TEST_KEYRING, useDatabase } from './database.ts';
import { proofSize } from './proof-size.ts';

const SECRETS = 60;
const KILLS = proofSize(1, 20);

describe('encryption keys in several processes', { timeout: 120_000 }, () => {
  const t = useDatabase({ now: '2026-11-01T12:00:00Z' }); // the processes below read the machine's clock
  const next = randomBytes(32);
  const ring = (...ids: ('test' | 'next')[]) => {
    const keys = new Map(ids.map((id) => [id, id === 'next' ? next : TEST_KEYRING.keys.get('test')!]));
    return { activeId: ids[0]!, keys };
  };
  const setting = (keyring: ReturnType<typeof ring>) =>
    [...keyring.keys].map(([id, key]) => `${id}:${key.toString('base64')}`).join(',');
  const under = async (keyId: string) =>
    Number(
      (
        await t.owner.sql`select count(*) as n from credentials where key_id = ${keyId} and secret <> '-'`
      )[0]?.['n'],
    );

  function igny8(args: string[], encryptionKey: string): ChildProcess {
    const env = {
      ...process.env,
      DATABASE_URL: t.url,
      ENCRYPTION_KEY: encryptionKey,
      SESSION_SECRET: 'x'.repeat(32),
      LOG_LEVEL: 'error',
      IGNY8_ENV: 'test',
      NODE_COMPILE_CACHE: '/tmp/igny8-compile-cache',
    };
    return spawn(process.execPath, ['cli/index.ts', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  beforeAll(async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:9' });
    const provider = (await listProviders(t.ctx)).find(({ slug }) => slug === 'openai')!;
    for (let n = 0; n < SECRETS; n++) {
      const value = `sk-sandbox-${String(n).padStart(32, 'k')}`;
      await setCredential(t.ctx, provider.id, { name: 'api_key', value, test: false, overlapHours: 720 });
    }
  });

  it('ends a worker that has the wrong ones before it takes a job', async () => {
    const wrong = igny8(['worker'], `test:${randomBytes(32).toString('base64')}`);
    const [said, [code]] = await Promise.all([text(wrong.stderr!), once(wrong, 'exit')]);
    expect([code, said]).toEqual([
      1,
      expect.stringContaining('the key "test" is not the one that sealed the stored secrets'),
    ]);
    const missing = igny8(['worker'], `next:${next.toString('base64')}`);
    const [why, [ended]] = await Promise.all([text(missing.stderr!), once(missing, 'exit')]);
    expect([ended, why]).toEqual([1, expect.stringContaining('ENCRYPTION_KEY lacks "test"')]);
  });

  it('moves every secret while others read without one failed read, killed again and again; then the old key may go', async () => {
    const both: Context = { ...t.ctx, keyring: ring('next', 'test') };
    const rows = await listProviders(t.ctx);
    const credentials = rows.flatMap((provider) =>
      provider.credentials.map(({ id }) => ({ providerId: provider.id, credentialId: id })),
    );
    expect(credentials.length).toBeGreaterThan(SECRETS);
    let reads = 0;
    let reading = true;
    const reader = async () => {
      for (; reading; reads++) await openCredential(both, credentials[reads % credentials.length]!);
    };
    const readers = [reader()];

    for (let kill = 1; kill <= KILLS; kill++) {
      const before = await under('next');
      const rotating = igny8(
        ['keys', 'rotate-encryption', '--batch', '1'],
        setting(both.keyring as ReturnType<typeof ring>),
      );
      const ended = once(rotating, 'exit');
      await vi.waitFor(async () => expect(await under('next')).toBeGreaterThan(before), {
        timeout: 20_000,
        interval: 1,
      });
      rotating.kill('SIGKILL');
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(await under('test')).toBeGreaterThan(0);
    }
    const last = igny8(
      ['--json', 'keys', 'rotate-encryption'],
      setting(both.keyring as ReturnType<typeof ring>),
    );
    const [out] = await Promise.all([text(last.stdout!), once(last, 'exit')]);
    reading = false;
    await Promise.all(readers);
    expect(JSON.parse(out)).toMatchObject({ failed: 'none', may_leave_encryption_key: 'test' });
    expect(await under('test')).toBe(0);
    expect(reads).toBeGreaterThan(SECRETS);

    const alone: Context = { ...t.ctx, keyring: ring('next') };
    await checkKeyring(alone);
    for (const credential of credentials) await openCredential(alone, credential);
    expect(
      (await getProvider(alone, credentials[0]!.providerId)).credentials.filter(({ problem }) => problem),
    ).toEqual([]);
    await expect(checkKeyring(t.ctx)).rejects.toMatchObject({
      message: expect.stringContaining('ENCRYPTION_KEY lacks "next"') as string,
    });
  });
});

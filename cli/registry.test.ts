import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '#db/seed/index.ts';
import { SANDBOX_KEYS } from '../sandbox/index.ts';
import { TEST_KEYRING, useDatabase } from '../tests/database.ts';
import { testSandbox } from '../tests/providers.ts';

const OLD_KEY = `test:${TEST_KEYRING.keys.get('test')?.toString('base64')}`;
const NEW_KEY = `next:${randomBytes(32).toString('base64')}`;

describe('the command line for the registry', { timeout: 120_000 }, () => {
  const t = useDatabase({ now: '2026-11-01T12:00:00Z' }); // the processes below read the machine's clock
  const s = testSandbox();
  beforeAll(() => seed(t.ctx, { demo: false, sandboxUrl: s.sandbox.url }));

  async function igny8(args: string[], options: { input?: string; encryptionKey?: string } = {}) {
    const child = spawn(process.execPath, ['cli/index.ts', ...args], {
      env: {
        ...process.env,
        DATABASE_URL: t.url,
        ENCRYPTION_KEY: options.encryptionKey ?? OLD_KEY,
        SESSION_SECRET: 'x'.repeat(32),
        LOG_LEVEL: 'silent',
      },
    });
    child.stdin.end(options.input ?? '');
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { out, err, code };
  }

  it('lists models and providers, as a table and as JSON', async () => {
    const models = JSON.parse((await igny8(['--json', 'models', 'list'])).out) as Record<string, unknown>[];
    expect(models.find((row) => row['model'] === 'dall-e-3')).toMatchObject({
      price: '5 credits/image',
      offered: true,
      served_by: 'gpt-image-2.6-sunburst',
      ends: '2026-05-12',
    });
    expect((await igny8(['models', 'list'])).out).toMatch(/model +type +provider/);
    const providers = JSON.parse((await igny8(['--json', 'providers', 'list'])).out) as Record<
      string,
      unknown
    >[];
    expect(providers.find((row) => row['provider'] === 'openai')).toMatchObject({
      sandbox: true,
      key: `ends in ${SANDBOX_KEYS.openai.slice(-4)}, active`,
    });
  });

  it('makes a person and a token for them, shows each secret once, lists both, and says in words what is wrong', async () => {
    const json = async (...args: string[]) =>
      JSON.parse((await igny8(['--json', ...args])).out) as Record<string, unknown>[];
    const made = JSON.parse(
      (await igny8(['users', 'create', 'ann@example.com', '--name', 'Ann', '--json'])).out,
    ) as Record<string, unknown>;
    expect(made).toMatchObject({
      email: 'ann@example.com',
      administrator: false,
      password: expect.stringMatching(/.{12}/) as unknown,
    });
    const token = JSON.parse(
      (await igny8(['--json', 'tokens', 'create', 'ann@example.com', '--name', 'CI'])).out,
    ) as Record<string, unknown>;
    expect(token['token']).toMatch(/^igny8_.{43}$/);
    const [users, tokens, accounts, wrong] = await Promise.all([
      json('users', 'list', '--search', 'ann@'),
      json('tokens', 'list', 'ann@example.com'),
      json('accounts', 'list'),
      igny8(['tokens', 'create', 'ann@example.com', '--name', 'CI', '--scope', 'everything']),
    ]);
    expect(users).toMatchObject([{ email: 'ann@example.com', name: 'Ann' }]);
    expect(tokens).toMatchObject([{ name: 'CI', scopes: 'read', owner: 'ann@example.com' }]);
    expect(JSON.stringify([users, tokens])).not.toContain(String(token['token']));
    expect(accounts).toEqual([]);
    expect(wrong).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^scopes\.0: Invalid option/) as unknown,
    });
  });

  it('takes a key from standard input, tests it, and never prints it', async () => {
    const stored = await igny8(['--json', 'providers', 'set-key', 'openai'], {
      input: `${SANDBOX_KEYS.openai}\n`,
    });
    expect(stored).toMatchObject({ code: 0, err: '' });
    expect(stored.out).not.toContain(SANDBOX_KEYS.openai);
    const wrong = `sk-sandbox-${'w'.repeat(32)}`;
    const refused = await igny8(['providers', 'set-key', 'openai'], { input: wrong });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Incorrect API key') as string });
    expect(refused.out + refused.err).not.toContain(wrong);
    expect(await igny8(['providers', 'set-key', 'nobody'], { input: wrong })).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such provider as nobody') as string,
    });
    expect(JSON.parse((await igny8(['--json', 'providers', 'test', 'openai'])).out)).toMatchObject({
      ok: true,
    });
    // A number that is none must not end the old key at once.
    for (const hours of ['24h', '-5', '1e9'])
      expect(
        await igny8(['providers', 'set-key', 'openai', '--overlap-hours', hours], {
          input: SANDBOX_KEYS.openai,
        }),
      ).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^overlapHours: /) as string,
      });
    for (const args of [
      ['accounts', 'list', '--limit', 'ten'],
      ['runs', 'list', '--status', 'lost'],
      ['runs', 'show', 'x'],
      ['runs', 'continue', t.ctx.requestId, 'all'],
    ]) {
      const wrong = await igny8(['--json', ...args]);
      expect(wrong).toMatchObject({ code: 1, out: '' });
      expect(wrong.err).not.toMatch(/select|Failed query/);
    }
  });

  it('finds nothing wrong, moves the secrets to a new encryption key, and then misses nothing without the old one', async () => {
    expect(await igny8(['doctor'])).toMatchObject({
      code: 0,
      out: expect.not.stringContaining('WRONG') as string,
    });
    const rotated = await igny8(['--json', 'keys', 'rotate-encryption'], {
      encryptionKey: `${NEW_KEY},${OLD_KEY}`,
    });
    expect(JSON.parse(rotated.out)).toMatchObject({ failed: 'none', may_leave_encryption_key: 'test' });
    expect(await igny8(['doctor'], { encryptionKey: NEW_KEY })).toMatchObject({ code: 0 });
    const without = await igny8(['doctor'], { encryptionKey: OLD_KEY });
    expect(without.code).toBe(1);
    expect(without.out).toContain('ENCRYPTION_KEY lacks "next"');
  });
});

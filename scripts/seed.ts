import { connect } from '../db/client.ts';
import { freePort } from '../db/embedded.ts';
import { seed } from '../db/seed/index.ts';
import type { Context } from '../domain/context.ts';
import { createUser, generatedPassword, hasAdministrator } from '../domain/identity/index.ts';
import { parseKeyring } from '../domain/providers/keyring.ts';
import { SANDBOX_PORT, startSandbox } from '../sandbox/index.ts';
import { fileClock, systemClock } from '../server/clock.ts';

export interface Seeded {
  environment: Record<string, string>;
  messages: string[];
  stop(): Promise<void>;
}

/**
 * Fills a migrated database with what every installation has, makes the first administrator when there is none (ADMIN_EMAIL
 * and ADMIN_PASSWORD, else a generated password, printed once), and outside production the demonstration account and the sandbox.
 */
export async function seedInstallation(environment: Record<string, string>): Promise<Seeded> {
  const production = process.env['IGNY8_ENV'] === 'production';
  const clock = process.env['TEST_CLOCK_FILE'] ? fileClock(process.env['TEST_CLOCK_FILE']) : systemClock;
  const sandbox = production
    ? null
    : await startSandbox({
        port: await sandboxPort(),
        latencyMs: Number(process.env['SANDBOX_LATENCY_MS'] ?? 0),
        clock,
      });
  const { db, close } = connect(environment['DATABASE_URL'] ?? '', { max: 2, name: 'igny8-seed' });
  try {
    const ctx: Context = {
      db,
      actor: { kind: 'system', label: 'seed' },
      clock,
      keyring: parseKeyring(environment['ENCRYPTION_KEY'] ?? ''),
      requestId: 'seed',
    };
    await seed(ctx, { demo: !production, sandboxUrl: sandbox?.url ?? null });
    const messages = (await hasAdministrator(ctx)) ? [] : await firstAdministrator(ctx);
    return {
      environment: sandbox ? { SANDBOX_URL: sandbox.url } : {},
      messages,
      stop: async () => sandbox?.stop(),
    };
  } catch (error) {
    await sandbox?.stop();
    throw error;
  } finally {
    await close();
  }
}

/** The port that was asked for, else the usual one; where another installation has that, any free one: the providers are pointed anew at each start. */
async function sandboxPort(): Promise<number> {
  const asked = process.env['SANDBOX_PORT'];
  return asked === undefined ? freePort(SANDBOX_PORT) : Number(asked);
}

async function firstAdministrator(ctx: Context): Promise<string[]> {
  const email = process.env['ADMIN_EMAIL'] ?? 'admin@igny8.example';
  const given = process.env['ADMIN_PASSWORD'];
  const password = given ?? generatedPassword();
  await createUser(ctx, { name: 'Administrator', email, password, isAdministrator: true });
  return [
    `Administrator: ${email}`,
    given
      ? 'Password: the one in ADMIN_PASSWORD'
      : `Password: ${password}   (shown this once; change it after signing in)`,
  ];
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../db/embedded.ts';
import { findOrInstallChromium } from './browser.ts';
import { startCommand, stopChild, waitUntilReady } from './processes.ts';

/** Who the browser tests sign in as; the owner is the demonstration account's. */
export const ADMINISTRATOR = { email: 'admin@igny8.example', password: 'Admin-Password-1' };

/**
 * Runs the browser tests (`playwright test …args`) against the product as `npm start` starts it: a production build, an
 * embedded database and a worker, in a folder and on a port of their own, with a clock that the tests can move. True when all pass.
 */
export async function runEndToEnd(args: string[], env: Record<string, string> = {}): Promise<boolean> {
  return withProduct(async (product) => {
    const playwright = spawn(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env, ...product },
    });
    const [code] = await once(playwright, 'exit');
    return code === 0;
  });
}

/** Starts the whole product for `work`, which gets its environment (E2E_URL, CHROMIUM_PATH, TEST_CLOCK_FILE, DATA_DIR), and stops it by SIGTERM: it must end with 0. */
export async function withProduct<T>(work: (environment: Record<string, string>) => Promise<T>): Promise<T> {
  const browser = findOrInstallChromium();
  const folder = await mkdtemp(join(tmpdir(), 'igny8-e2e-'));
  await chmod(folder, 0o755); // the database runs as another user when we are root
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const environment = {
    E2E_URL: url,
    CHROMIUM_PATH: browser,
    TEST_CLOCK_FILE: join(folder, 'clock'),
    DATA_DIR: folder,
  };
  const product = startCommand('npm start', 'npm', ['start', '--silent'], {
    ...process.env,
    ...environment,
    PORT: String(port),
    PUBLIC_URL: url,
    SANDBOX_PORT: String(await freePort()),
    DATABASE_FLAGS: 'fsync=off synchronous_commit=off full_page_writes=off',
    ADMIN_EMAIL: ADMINISTRATOR.email,
    ADMIN_PASSWORD: ADMINISTRATOR.password,
    LOG_LEVEL: 'warn',
    IGNY8_ENV: 'test',
  });
  let answer: T;
  try {
    await waitUntilReady(`${url}/api/health/ready`, product.ended, 900);
    answer = await work(environment);
  } finally {
    await stopChild(product);
    await rm(folder, { recursive: true, force: true });
  }
  if (product.process.exitCode !== 0)
    throw new Error(`SIGTERM did not end it cleanly: ${await product.ended}.`);
  return answer;
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = (await runEndToEnd(process.argv.slice(2))) ? 0 : 1;

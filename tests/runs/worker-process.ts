import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineSettings } from '../../domain/runs/index.ts';
import { TEST_KEYRING } from '../database.ts';
import { QUICK, type World } from './world.ts';

export interface WorkerProcess {
  pid: number;
  /** Ends without warning, as a lost machine does. */
  kill(): Promise<void>;
  /** Asks it to end and waits. */
  stop(): Promise<number | null>;
  output(): string;
}

/** Makes the file that moves the clock of worker processes. */
export function clockFile(now: Date): { path: string; set(now: string): void } {
  const path = join(mkdtempSync('/tmp/igny8-clock-'), 'clock');
  const set = (at: string) => writeFileSync(path, at);
  set(now.toISOString());
  return { path, set };
}

/** Starts the product's own worker (`igny8 worker`) on the test's database, and waits until it says that it is ready. */
export async function startWorkerProcess(
  world: World,
  clockPath: string,
  settings: Partial<EngineSettings> = {},
): Promise<WorkerProcess> {
  const key = TEST_KEYRING.keys.get(TEST_KEYRING.activeId)!.toString('base64');
  const child = spawn(process.execPath, [join('cli', 'index.ts'), 'worker'], {
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: '/tmp/igny8-compile-cache',
      IGNY8_ENV: 'test',
      DATABASE_URL: world.url,
      DATABASE_POOL: '20',
      ENCRYPTION_KEY: `${TEST_KEYRING.activeId}:${key}`,
      SESSION_SECRET: 'x'.repeat(40),
      MEDIA_DIR: join(world.mediaFolder, 'media'),
      TEST_CLOCK_FILE: clockPath,
      ENGINE_SETTINGS: JSON.stringify({ ...QUICK, ...settings }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('"msg":"ready"')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`The worker ended with ${code}: ${output.slice(-2_000)}`)));
  });
  return {
    pid: child.pid!,
    kill: () => send(child, 'SIGKILL', ended).then(() => {}),
    stop: () => send(child, 'SIGTERM', ended),
    output: () => output,
  };
}

function send(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<number | null>,
): Promise<number | null> {
  child.kill(signal);
  return ended;
}

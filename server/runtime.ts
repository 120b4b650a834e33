import { randomUUID } from 'node:crypto';
import { type Connection, connect } from '../db/client.ts';
import type { Clock, Context, Keyring } from '../domain/context.ts';
import { parseKeyring } from '../domain/providers/keyring.ts';
import { fileClock, systemClock } from './clock.ts';
import { type Env, readEnv } from './env.ts';
import { createLog, type Log } from './log.ts';

/** What one process has: opened on first use, shared by all that runs in it. */
export interface Runtime {
  env: Env;
  connection: Connection;
  clock: Clock;
  keyring: Keyring;
  log: Log;
  /** Whether the process was found fit to serve (health.ts). */
  serves?: boolean;
}

// Next.js bundles routes and pages apart from each other; the global keeps them on one pool.
const holder = globalThis as typeof globalThis & { igny8Runtime?: Runtime };

/** The process's runtime. Throws an error that says what the environment lacks. */
export function runtime(): Runtime {
  holder.igny8Runtime ??= createRuntime(readEnv());
  return holder.igny8Runtime;
}

/** The runtime if there is one yet. */
export const openedRuntime = (): Runtime | undefined => holder.igny8Runtime;

/** Replaces the runtime: for tests, which call route handlers in their own process. */
export function setRuntime(replacement: Runtime): void {
  holder.igny8Runtime = replacement;
}

function createRuntime(env: Env): Runtime {
  return {
    env,
    connection: connect(env.DATABASE_URL, { max: env.DATABASE_POOL, name: 'igny8' }),
    clock: env.TEST_CLOCK_FILE ? fileClock(env.TEST_CLOCK_FILE) : systemClock,
    keyring: parseKeyring(env.ENCRYPTION_KEY),
    log: createLog(env.LOG_LEVEL, 'igny8'),
  };
}

/** A context of the platform itself: worker, scheduler, command line. */
export function systemContext(label: string, requestId: string = randomUUID()): Context {
  const { connection, clock, keyring } = runtime();
  return { db: connection.db, actor: { kind: 'system', label }, clock, keyring, requestId };
}

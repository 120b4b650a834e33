import { sql } from 'drizzle-orm';
import { type Clock, fromDrizzle, PgBoss } from 'pg-boss';
import { QUEUE_SCHEMA, RUN_QUEUE } from '#db/queue.ts';
import type { Context } from '../context.ts';

// A sender has nothing to do between sends: no timer of the queue ever fires, so none keeps a process alive.
const standing: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimeout: (work, ms) => setTimeout(work, ms).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  setInterval: () => null,
  clearInterval: () => {},
};

// Next.js bundles routes and pages apart from each other; the global keeps them on one sender.
const holder = globalThis as typeof globalThis & { igny8Sender?: Promise<PgBoss> };

/** Puts a run into the queue, in the caller's transaction: committed together with what it follows from, or not at all. */
export async function enqueue(ctx: Context, runId: string): Promise<void> {
  const db = fromDrizzle(ctx.db, sql);
  holder.igny8Sender ??= open(db);
  const boss = await holder.igny8Sender.catch((error: unknown) => {
    delete holder.igny8Sender;
    throw error;
  });
  await boss.send(RUN_QUEUE, { runId }, { db, singletonKey: runId });
}

// What start reads (version, queues) it reads through the first caller's connection; each send brings its own.
async function open(db: ReturnType<typeof fromDrizzle>): Promise<PgBoss> {
  const boss = new PgBoss({
    db,
    schema: QUEUE_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    clock: standing,
    openTelemetry: { enabled: false },
  });
  return boss.start();
}

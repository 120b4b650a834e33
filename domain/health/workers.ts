import { eq, lt } from 'drizzle-orm';
import { workers } from '#db/schema/index.ts';
import { asSystem, type Context, inTransaction } from '../context.ts';

const FORGOTTEN_AFTER_MS = 3_600_000;

/** A worker process says that it is there. Rows of workers that ended without a word go after an hour. */
export async function workerSeen(
  ctx: Context,
  worker: { name: string; version: string; runsAtOnce: number },
): Promise<void> {
  const now = ctx.clock.now();
  await inTransaction(asSystem(ctx, 'worker'), async ({ db }) => {
    await db
      .insert(workers)
      .values({ ...worker, startedAt: now, seenAt: now })
      .onConflictDoUpdate({ target: workers.name, set: { ...worker, seenAt: now } });
    await db.delete(workers).where(lt(workers.seenAt, new Date(now.getTime() - FORGOTTEN_AFTER_MS)));
  });
}

/** A worker process ends as it was asked to. */
export async function workerGone(ctx: Context, name: string): Promise<void> {
  await inTransaction(asSystem(ctx, 'worker'), ({ db }) => db.delete(workers).where(eq(workers.name, name)));
}

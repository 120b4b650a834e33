import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { runs } from '../../db/schema/index.ts';
import { inTransaction } from '../../domain/context.ts';
import { getRun, isEnded, type RunDetail } from '../../domain/runs/index.ts';
import type { World } from './world.ts';

/** Asks until `wanted` says yes; a test that waits for the real thing fails with what it saw last. */
export async function until<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  seconds = 20,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > deadline)
      throw new Error(
        `It did not come about within ${seconds} s; the last was ${JSON.stringify(value).slice(0, 1_500)}`,
      );
    await pause(25);
  }
}

/** Waits until a run that somebody else executes has ended. */
export const ended = (world: World, runId: string, seconds?: number): Promise<RunDetail> =>
  until(
    () => getRun(world.ctx, runId),
    (run) => isEnded(run.status),
    seconds,
  );

/** Waits until no run is open. */
export const allEnded = (world: World, seconds: number): Promise<{ status: string }[]> =>
  until(
    () => inTransaction(world.ctx, ({ db }) => db.select({ status: runs.status }).from(runs)),
    (rows) => rows.every((row) => isEnded(row.status)),
    seconds,
  );

export const statusOf = (world: World, runId: string) =>
  inTransaction(
    world.ctx,
    async ({ db }) =>
      (await db.select({ status: runs.status }).from(runs).where(eq(runs.id, runId)))[0]?.status,
  );

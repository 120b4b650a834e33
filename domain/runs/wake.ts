import { callFunction } from '#db/call.ts';
import { type Context, inTransaction } from '../context.ts';
import { enqueue } from './queue.ts';

const AT_ONCE = 200;

/**
 * Puts back into the queue what can go on: runs whose worker is dead, that have waited long enough, or whose account can pay
 * again. For each worker every few seconds; several may do it at once. Answers how many it woke.
 */
export async function wakeRuns(ctx: Context): Promise<number> {
  const due = await callFunction<{ id: string; status: string }>(ctx.db, 'runs_to_wake', [
    ctx.clock.now(),
    AT_ONCE,
  ]);
  for (const { id, status } of due) {
    await inTransaction(ctx, async (tx) => {
      if (status === 'waiting') await callFunction(tx.db, 'run_wake', [id, tx.clock.now()]);
      await enqueue(tx, id);
    });
  }
  return due.length;
}

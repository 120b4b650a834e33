import type { Context } from '../context.ts';
import { callLedger } from './call.ts';

const BATCH = 500;

/**
 * The ledger's housekeeping, for the worker every 30 seconds: releases reservations past their deadline (a late settlement is
 * refused from then on), books out expired grants, makes the usage log's next partitions. Several may run at once.
 */
export async function sweep(ctx: Context): Promise<{ released: number; expired: number }> {
  const now = ctx.clock.now();
  let released = 0;
  for (;;) {
    const { credits_sweep: count } = await callLedger<{ credits_sweep: number }>(ctx, 'credits_sweep', [
      now,
      BATCH,
    ]);
    released += count;
    if (count < BATCH) break;
  }
  const { credits_tidy: expired } = await callLedger<{ credits_tidy: number }>(ctx, 'credits_tidy', [
    now,
    BATCH,
  ]);
  return { released, expired };
}

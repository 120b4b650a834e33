import type { Context } from '../context.ts';
import { adjust, grant, refund } from './grants.ts';
import type { BookCredits } from './schema.ts';
import type { Booking } from './types.ts';

/** An administrator's booking on an account: grant, purchase, adjustment or refund, each with its reason and key. */
export function bookCredits(
  ctx: Context,
  accountId: string,
  input: BookCredits,
  key: string,
): Promise<Booking> {
  if (input.kind === 'adjustment')
    return adjust(ctx, { accountId, key, amount: input.amount, reason: input.reason });
  if (input.kind === 'refund')
    return refund(ctx, {
      accountId,
      key,
      usageId: input.usageId,
      reason: input.reason,
      ...(input.amount === undefined ? {} : { amount: input.amount }),
    });
  const { kind, amount, reason, expiresAt = null, priority = 0 } = input;
  return grant(ctx, { accountId, key, kind, amount, reason, expiresAt, priority });
}

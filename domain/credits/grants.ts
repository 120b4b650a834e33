import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { accounts } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { actorUserId, type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, invalidField, notFound } from '../errors.ts';
import { callLedger, requestHash } from './call.ts';
import { keyReused } from './calls.ts';
import type { AdjustInput, Booking, GrantInput, RefundInput } from './types.ts';

interface BookingRow {
  status: string;
  transaction_id: string;
  amount: number;
  balance_after: number;
}

/** Adds credits that may expire. Administrators and the system. The same key and request again: the first booking; another request: 409. */
export function grant(ctx: Context, input: GrantInput): Promise<Booking> {
  wholePositive(input.amount);
  if (input.expiresAt && input.expiresAt <= ctx.clock.now())
    throw invalidField('expiresAt', 'The grant must expire in the future.');
  const { accountId, amount, reason, expiresAt = null, priority = 0, key, kind = 'grant' } = input;
  return book(
    ctx,
    { ...input, action: kind === 'purchase' ? 'credits.purchased' : 'credits.granted' },
    (tx) =>
      callLedger(tx, 'credits_grant', [
        accountId,
        uuidv7(),
        uuidv7(),
        key,
        requestHash(kind, amount, priority, expiresAt, reason),
        kind,
        amount,
        priority,
        expiresAt,
        reason,
        ...actor(tx),
        tx.clock.now(),
      ]),
  );
}

/** Corrects a balance up or down, with a reason. Taking more than is available is refused (422 `invalid_state`), never partly done. */
export function adjust(ctx: Context, input: AdjustInput): Promise<Booking> {
  if (input.amount === 0) throw invalidField('amount', 'An adjustment of 0 changes nothing.');
  wholePositive(Math.abs(input.amount));
  const { accountId, amount, reason, key } = input;
  const hash = requestHash('adjustment', amount, reason);
  return book(ctx, { ...input, action: 'credits.adjusted' }, (tx) =>
    amount > 0
      ? callLedger(tx, 'credits_grant', [
          accountId,
          uuidv7(),
          uuidv7(),
          key,
          hash,
          'adjustment',
          amount,
          0,
          null,
          reason,
          ...actor(tx),
          tx.clock.now(),
        ])
      : callLedger(tx, 'credits_withdraw', [
          accountId,
          uuidv7(),
          key,
          hash,
          -amount,
          reason,
          ...actor(tx),
          tx.clock.now(),
        ]),
  );
}

/** Gives a charge back, wholly or in part, to the grants that paid it. Never more than was charged (422). */
export function refund(ctx: Context, input: RefundInput): Promise<Booking> {
  if (input.amount !== undefined) wholePositive(input.amount);
  const { accountId, usageId, amount = null, reason, key } = input;
  return book(ctx, { ...input, action: 'credits.refunded' }, (tx) =>
    callLedger(tx, 'credits_refund', [
      accountId,
      uuidv7(),
      usageId,
      amount,
      key,
      requestHash('refund', usageId, amount, reason),
      reason,
      ...actor(tx),
      tx.clock.now(),
    ]),
  );
}

async function book(
  ctx: Context,
  input: { accountId: string; reason: string; key: string; action: string },
  call: (tx: Context) => Promise<BookingRow>,
): Promise<Booking> {
  requireAdministrator(ctx);
  if (input.reason.trim() === '') throw invalidField('reason', 'Say why, for the ledger and the audit log.');
  return inTransaction(ctx, async (tx) => {
    const row = await call(tx);
    if (row.status === 'booked') {
      const [account] = await tx.db
        .select({ name: accounts.name })
        .from(accounts)
        .where(eq(accounts.id, input.accountId));
      await recordAudit(tx, {
        action: input.action,
        object: { type: 'account', id: input.accountId, label: account?.name ?? input.accountId },
        accountId: input.accountId,
        before: { balance: row.balance_after - row.amount },
        after: { balance: row.balance_after, amount: row.amount },
        reason: input.reason,
      });
    }
    return answer(row, input.key);
  });
}

function answer(row: BookingRow, key: string): Booking {
  switch (row.status) {
    case 'booked':
    case 'repeated':
      return {
        transactionId: row.transaction_id,
        amount: row.amount,
        balanceAfter: row.balance_after,
        repeated: row.status === 'repeated',
      };
    case 'reused':
      throw keyReused(key);
    case 'insufficient':
      throw new DomainError(
        'invalid_state',
        `Only ${row.amount} credits are available to take; the rest is spent or held by open calls.`,
        {
          extra: { available: row.amount },
        },
      );
    case 'too_much':
      throw new DomainError('invalid_state', `Of this charge ${row.amount} credits are left to give back.`, {
        extra: { refundable: row.amount },
      });
    case 'not_charged':
      throw notFound('charge');
    default:
      throw notFound('account');
  }
}

const actor = (ctx: Context) => [ctx.actor.kind, actorUserId(ctx), ctx.actor.label] as const;

function wholePositive(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1)
    throw invalidField('amount', 'Credits are whole numbers of at least 1.');
}

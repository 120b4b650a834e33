import { uuidv7 } from 'uuidv7';
import { actorUserId, type Context, requireRole } from '../context.ts';
import { DomainError, invalidField, notFound } from '../errors.ts';
import { callLedger, requestHash } from './call.ts';
import type {
  Reservation,
  ReservationState,
  ReserveInput,
  SettleInput,
  Settlement,
  VoidInput,
} from './types.ts';

interface EndRow {
  status: string;
  usage_id: string | null;
  credits: number;
  charged: number;
  shortfall: number;
  state: ReservationState;
}

/**
 * Holds `amount` credits for a call, or refuses: 402 `insufficient_credits` with `needed` and `available`; nothing is held then.
 * The same key and request give the first reservation again (whatever became of it: look at `state`); another request under the
 * same key is 409. One round trip.
 */
export async function reserve(ctx: Context, input: ReserveInput): Promise<Reservation> {
  requireRole(ctx, input.accountId, 'editor');
  if (!Number.isSafeInteger(input.amount) || input.amount < 1)
    throw invalidField('amount', 'A reservation is a whole number of at least 1 credit.');
  const {
    accountId,
    key,
    amount,
    priceId,
    modelId,
    servedModelId,
    siteId,
    runId,
    operation,
    trigger,
    attempt,
  } = input;
  const userId = input.userId === undefined ? actorUserId(ctx) : input.userId;
  const hash = requestHash(
    amount,
    priceId,
    modelId,
    servedModelId,
    siteId,
    runId,
    operation,
    trigger,
    attempt,
  );
  const now = ctx.clock.now();
  const row = await callLedger<{
    status: string;
    reservation_id: string;
    fence: number;
    amount: number;
    state: ReservationState;
    available: number;
  }>(ctx, 'credits_reserve', [
    accountId,
    uuidv7(),
    key,
    hash,
    amount,
    now,
    input.deadline,
    priceId,
    modelId,
    servedModelId,
    siteId,
    userId,
    runId,
    operation,
    trigger,
    attempt,
  ]);
  switch (row.status) {
    case 'reserved':
    case 'repeated':
      return {
        reservationId: row.reservation_id,
        fence: row.fence,
        amount: row.amount,
        state: row.state,
        repeated: row.status === 'repeated',
      };
    case 'insufficient':
      throw insufficient(accountId, amount, row.available);
    case 'reused':
      throw keyReused(key);
    default:
      throw notFound('account');
  }
}

/**
 * Charges what the call really used, at the price kept with the reservation, and releases the rest. Use above the reservation
 * takes what is available and reports the rest as `shortfall`. Joins the caller's transaction, so that results and charge are
 * stored together. Repeated: the first answer. Throws 409 `conflict` when the reservation has ended otherwise or its fence is
 * old: outside a transaction the late settlement stays recorded; a caller whose transaction rolls back calls `recordLate` after it.
 */
export async function settle(ctx: Context, input: SettleInput): Promise<Settlement> {
  const row = await callSettle(ctx, input);
  const done = ended(row, input, 'settled');
  return {
    usageId: done.usage_id ?? '',
    credits: done.credits,
    charged: done.charged,
    shortfall: done.shortfall,
  };
}

/** Records a settlement that was refused inside a transaction which has been rolled back since. Changes no balance. */
export async function recordLate(ctx: Context, input: SettleInput): Promise<void> {
  const row = await callSettle(ctx, input);
  if (row.status !== 'late')
    throw new DomainError('conflict', 'This settlement was not late.', { extra: { state: row.state } });
}

function callSettle(ctx: Context, input: SettleInput): Promise<EndRow> {
  const {
    reservationId,
    fence,
    inputTokens,
    cachedTokens,
    outputTokens,
    reasoningTokens,
    images,
    providerCostUsd,
    providerRequestId,
    durationMs,
    outcome,
  } = input;
  const used = [inputTokens, cachedTokens, outputTokens, reasoningTokens, images] as const;
  for (const count of used)
    if (count != null && (!Number.isSafeInteger(count) || count < 0))
      throw invalidField('usage', 'Tokens and images are whole numbers of at least 0.');
  const hash = requestHash(...used, providerRequestId, outcome);
  return callLedger<EndRow>(ctx, 'credits_settle', [
    reservationId,
    fence,
    uuidv7(),
    uuidv7(),
    hash,
    ctx.clock.now(),
    ...used,
    providerCostUsd,
    providerRequestId,
    Math.round(durationMs),
    outcome,
    ctx.actor.kind,
    actorUserId(ctx),
    ctx.actor.label,
  ]);
}

/** Releases a reservation without a charge. With an `outcome` the failed call gets its usage row of 0 credits. Repeats and lateness as in `settle`. */
export async function voidReservation(ctx: Context, input: VoidInput): Promise<{ usageId: string | null }> {
  const {
    reservationId,
    fence,
    reason,
    outcome,
    providerCostUsd = null,
    providerRequestId = null,
    durationMs = null,
  } = input;
  const row = await callLedger<EndRow>(ctx, 'credits_void', [
    reservationId,
    fence,
    uuidv7(),
    requestHash(reason, outcome),
    ctx.clock.now(),
    reason,
    outcome,
    providerCostUsd,
    providerRequestId,
    durationMs === null ? null : Math.round(durationMs),
  ]);
  return { usageId: ended(row, input, 'voided').usage_id };
}

/** The answer of an accepted call was lost: keeps the credits held until it is reconciled (settle or void) or `deadline` passes. Throws 409 when it has ended. */
export async function markUnknown(
  ctx: Context,
  input: { reservationId: string; fence: number; reason: string; deadline: Date },
): Promise<void> {
  const row = await callLedger<{ credits_mark_unknown: string }>(ctx, 'credits_mark_unknown', [
    input.reservationId,
    input.fence,
    input.reason,
    input.deadline,
  ]);
  if (row.credits_mark_unknown !== 'unknown') throw tooLate(row.credits_mark_unknown, input.reservationId);
}

/** Takes over an open reservation from a worker that is gone: raises the fence, so that its late settlement is refused, and sets a new deadline. Throws 409 when it has ended. */
export async function takeOver(
  ctx: Context,
  input: { reservationId: string; fence: number; deadline: Date },
): Promise<{ fence: number }> {
  const row = await callLedger<{ credits_take_over: number | null }>(ctx, 'credits_take_over', [
    input.reservationId,
    input.fence,
    input.deadline,
  ]);
  if (row.credits_take_over === null) throw tooLate('ended', input.reservationId);
  return { fence: row.credits_take_over };
}

function ended(row: EndRow, input: { reservationId: string }, done: string): EndRow {
  if (row.status === done || row.status === 'repeated') return row;
  if (row.status === 'not_found') throw notFound('reservation');
  if (row.status === 'reused') throw keyReused(input.reservationId);
  throw tooLate(row.state, input.reservationId);
}

const tooLate = (state: string, reservationId: string) =>
  new DomainError('conflict', `The reservation is no longer this caller's to end: it is ${state}.`, {
    extra: { reservationId, state },
  });

/** 409: the idempotency key came before with another request. */
export const keyReused = (key: string) =>
  new DomainError('idempotency_key_reused', `The key ${key} was used before with another request.`);

/** 402: what is needed, what is there, and where to top up. */
export const insufficient = (accountId: string, needed: number, available: number) =>
  new DomainError(
    'insufficient_credits',
    `This needs ${needed} credits and ${available} are available. Nothing was called and nothing was charged.`,
    {
      extra: { needed, available, topUp: `/credits?account=${accountId}` },
    },
  );

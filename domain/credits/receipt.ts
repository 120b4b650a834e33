import { and, asc, eq, inArray, or } from 'drizzle-orm';
import { creditEntries, creditGrants, creditTransactions } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { notFound } from '../errors.ts';
import { priceOf, termsOf } from './price.ts';
import { readUsage } from './usage.ts';

/**
 * The receipt of a call: what was used, at which price version, by which formula, what was held, paid, given back, and from which
 * grants; and the same charge computed again by the program's own rule. `equal` is null for imported rows, which carry no price.
 * Throws 404 for what is not there or another account's.
 */
export async function receipt(ctx: Context, usageId: string) {
  const usage = await readUsage(ctx, usageId);
  if (!usage) throw notFound('usage row');
  const bookings = await inTransaction(ctx, ({ db }) =>
    db
      .select({
        id: creditTransactions.id,
        kind: creditTransactions.kind,
        at: creditTransactions.at,
        reason: creditTransactions.reason,
        amount: creditEntries.amount,
        grant: creditGrants.reason,
        grantExpiresAt: creditGrants.expiresAt,
      })
      .from(creditTransactions)
      .innerJoin(
        creditEntries,
        and(eq(creditEntries.transactionId, creditTransactions.id), eq(creditEntries.book, 'customer')),
      )
      .innerJoin(creditGrants, eq(creditGrants.id, creditEntries.grantId))
      .where(
        or(
          eq(creditTransactions.reservationId, usage.reservationId ?? NONE),
          inArray(creditTransactions.refundOf, charge(db, usage.reservationId ?? NONE)),
        ),
      )
      .orderBy(asc(creditTransactions.sequence), asc(creditEntries.line)),
  );
  const priced = usage.tokensPerCredit !== null || usage.creditsPerImage !== null;
  const totalTokens = (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  const recomputed = priced
    ? priceOf(
        termsOf(usage),
        usage.creditsPerImage === null ? { totalTokens } : { images: usage.images ?? 0 },
      )
    : null;
  const unrounded = usage.tokensPerCredit === null ? usage.credits : totalTokens / usage.tokensPerCredit;
  return {
    ...usage,
    totalTokens,
    recomputed,
    equal:
      recomputed === null
        ? null
        : recomputed === usage.credits && usage.charged + usage.shortfall === usage.credits,
    /** What rounding this one call up has added, in hundredths of a credit. */
    roundingHundredths: Math.round((usage.credits - unrounded) * 100),
    released: usage.reserved === null ? null : Math.max(usage.reserved - usage.charged, 0),
    refunded: bookings.reduce((sum, booking) => sum + (booking.kind === 'refund' ? booking.amount : 0), 0),
    bookings,
  };
}

/** Imported rows have no reservation, and nothing was booked for them. */
const NONE = '00000000-0000-0000-0000-000000000000';
const charge = (db: Context['db'], reservationId: string) =>
  db
    .select({ id: creditTransactions.id })
    .from(creditTransactions)
    .where(eq(creditTransactions.reservationId, reservationId));

export type Receipt = Awaited<ReturnType<typeof receipt>>;

import { and, desc, eq, lt } from 'drizzle-orm';
import { creditReservations, creditTransactions } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { accountOf } from './account.ts';
import type { TransactionKind } from './types.ts';

export interface Transaction {
  id: string;
  sequence: number;
  kind: TransactionKind;
  amount: number;
  balanceAfter: number;
  reason: string | null;
  actor: string;
  usageId: string | null;
  /** What was charged for. */
  operation: string | null;
  at: Date;
}

/** The ledger of one account, newest first. Any member may read it. */
export async function listTransactions(
  ctx: Context,
  query: {
    accountId?: string | undefined;
    kind?: TransactionKind | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<Transaction>> {
  const accountId = accountOf(ctx, query.accountId);
  const after = readCursor(query.cursor);
  const t = creditTransactions;
  const rows = await inTransaction(ctx, ({ db }) =>
    db
      .select({
        id: t.id,
        sequence: t.sequence,
        kind: t.kind,
        amount: t.amount,
        balanceAfter: t.balanceAfter,
        reason: t.reason,
        actor: t.actorLabel,
        usageId: t.usageId,
        operation: creditReservations.operation,
        at: t.at,
      })
      .from(t)
      .leftJoin(creditReservations, eq(creditReservations.id, t.reservationId))
      .where(
        and(
          eq(t.accountId, accountId),
          query.kind && eq(t.kind, query.kind),
          after ? lt(t.sequence, Number(after[0])) : undefined,
        ),
      )
      .orderBy(desc(t.sequence))
      .limit(query.limit + 1),
  );
  return pageOf(rows as Transaction[], query.limit, (row) => [row.sequence, row.id]);
}

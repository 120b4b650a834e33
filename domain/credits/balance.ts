import { eq } from 'drizzle-orm';
import { creditAccounts } from '../../db/schema/index.ts';
import { type Context, inTransaction, requireRole } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Balance } from './types.ts';

/** What the account owns, what calls under way hold, and what a new call may reserve. Any member may ask. */
export async function balance(ctx: Context, accountId: string): Promise<Balance> {
  requireRole(ctx, accountId, 'viewer');
  const [row] = await inTransaction(ctx, ({ db }) =>
    db.select({ balance: creditAccounts.balance, held: creditAccounts.held }).from(creditAccounts).where(eq(creditAccounts.accountId, accountId)));
  if (!row) throw notFound('account');
  return { accountId, ...row, available: row.balance - row.held };
}

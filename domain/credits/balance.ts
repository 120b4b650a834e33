import { and, desc, eq, gte, ilike, type SQL, sql } from 'drizzle-orm';
import { accounts, creditAccounts, usageDays } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction, requireAdministrator, requireRole } from '../context.ts';
import { notFound } from '../errors.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import type { Balance } from './types.ts';

const c = creditAccounts;
const columns = {
  accountId: c.accountId,
  balance: c.balance,
  held: c.held,
  available: sql<number>`(${c.balance} - ${c.held})`.mapWith(Number),
  lowBalanceThreshold: c.lowBalanceThreshold,
  isLow: c.isLow,
};

/** What the account owns, what calls under way hold, and what a new call may reserve. Any member may ask. */
export async function balance(ctx: Context, accountId: string): Promise<Balance> {
  requireRole(ctx, accountId, 'viewer');
  const [row] = await inTransaction(ctx, ({ db }) =>
    db.select(columns).from(c).where(eq(c.accountId, accountId)),
  );
  if (!row) throw notFound('account');
  return row;
}

/** Sets below which balance the account's people are told. Owners and administrators. */
export async function setLowBalanceThreshold(
  ctx: Context,
  input: { accountId: string; lowBalanceThreshold: number },
): Promise<Balance> {
  const { accountId, lowBalanceThreshold } = input;
  requireRole(ctx, accountId, 'owner');
  return inTransaction(ctx, async (tx) => {
    const before = await balance(tx, accountId);
    const [account] = await tx.db
      .update(accounts)
      .set({ lowBalanceThreshold, updatedAt: tx.clock.now(), version: sql`${accounts.version} + 1` })
      .where(eq(accounts.id, accountId))
      .returning({ name: accounts.name });
    await recordAudit(tx, {
      action: 'account.low_balance_threshold_changed',
      object: { type: 'account', id: accountId, label: account?.name ?? accountId },
      accountId,
      before: { lowBalanceThreshold: before.lowBalanceThreshold },
      after: { lowBalanceThreshold },
    });
    return balance(tx, accountId);
  });
}

/** An account with its credits, as the administrator's list shows it. */
export interface AccountCredits extends Omit<Balance, 'lowBalanceThreshold'> {
  account: string;
  status: string;
  charged30Days: number;
  createdAt: Date;
}

/** All accounts with their balances and what they paid in the last 30 days, newest first. Administrators and the system. */
export async function listAccountCredits(
  ctx: Context,
  query: { search?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<AccountCredits>> {
  const after = readCursor(query.cursor);
  const search = query.search
    ? ilike(accounts.name, `%${query.search.replaceAll(/[%_\\]/g, '\\$&')}%`)
    : undefined;
  const rows = await readAccounts(
    ctx,
    and(search, after ? sql`${accounts.id} < ${after[1]}::uuid` : undefined),
    query.limit + 1,
  );
  return pageOf(rows, query.limit, (row) => [null, row.accountId]);
}

/** One account with its credits, or null. Administrators and the system. */
export const accountCredits = async (ctx: Context, accountId: string): Promise<AccountCredits | null> =>
  (await readAccounts(ctx, eq(accounts.id, accountId), 1))[0] ?? null;

function readAccounts(ctx: Context, where: SQL | undefined, limit: number): Promise<AccountCredits[]> {
  requireAdministrator(ctx);
  const since = new Date(ctx.clock.now().getTime() - 30 * 86_400_000).toISOString().slice(0, 10);
  return inTransaction(ctx, ({ db }) =>
    db
      .select({
        accountId: c.accountId,
        account: accounts.name,
        status: accounts.status,
        balance: c.balance,
        held: c.held,
        available: columns.available,
        isLow: c.isLow,
        createdAt: accounts.createdAt,
        charged30Days: sql<number>`coalesce(${db
          .select({ sum: sql`sum(${usageDays.charged})` })
          .from(usageDays)
          .where(and(eq(usageDays.accountId, accounts.id), gte(usageDays.day, since)))}, 0)`.mapWith(Number),
      })
      .from(accounts)
      .innerJoin(c, eq(c.accountId, accounts.id))
      .where(where)
      .orderBy(desc(accounts.id))
      .limit(limit),
  );
}

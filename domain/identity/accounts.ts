import { and, asc, eq, gt, ilike } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { accounts } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { notFound, staleVersion } from '../errors.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';

const name = z.string().trim().min(1).max(200);
export const Account = createSelectSchema(accounts);
export type Account = z.infer<typeof Account>;
export const CreateAccount = z.strictObject({ name });
/** Absent: kept. For a suspended account nothing new is started; its people still see what is theirs. */
export const UpdateAccount = z.strictObject({
  name: name.optional(),
  status: z.enum(['active', 'suspended']).optional(),
});

/** Accounts in the order of their making. Administrators only. */
export async function listAccounts(
  ctx: Context,
  input: { limit: number; cursor?: string | undefined; search?: string | undefined },
): Promise<Page<Account>> {
  requireAdministrator(ctx);
  const after = readCursor(input.cursor);
  const like = input.search ? `%${input.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null;
  const rows = await inTransaction(ctx, ({ db }) =>
    db
      .select()
      .from(accounts)
      .where(
        and(like ? ilike(accounts.name, like) : undefined, after ? gt(accounts.id, after[1]) : undefined),
      )
      .orderBy(asc(accounts.id))
      .limit(input.limit + 1),
  );
  return pageOf(rows, input.limit, (row) => [null, row.id]);
}

/** One account. Throws 404. Administrators only. */
export async function getAccount(ctx: Context, id: string): Promise<Account> {
  requireAdministrator(ctx);
  const [row] = await inTransaction(ctx, ({ db }) => db.select().from(accounts).where(eq(accounts.id, id)));
  if (!row) throw notFound('account');
  return row;
}

/** Makes an account with no credits and nobody in it. Administrators only. */
export function createAccount(ctx: Context, input: z.infer<typeof CreateAccount>): Promise<Account> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const [row] = await tx.db
      .insert(accounts)
      .values({ ...input, createdAt: now, updatedAt: now })
      .returning();
    if (!row) throw new Error('the account was not written');
    await recordAudit(tx, {
      action: 'account.created',
      object: objectOf(row),
      accountId: row.id,
      after: { ...input },
    });
    return row;
  });
}

/** Renames, suspends or restores an account. 412 when stale. Administrators only. */
export function updateAccount(
  ctx: Context,
  id: string,
  expectedVersion: number,
  change: z.infer<typeof UpdateAccount>,
): Promise<Account> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const before = await getAccount(tx, id);
    const set = { name: change.name ?? before.name, status: change.status ?? before.status };
    const [row] = await tx.db
      .update(accounts)
      .set({ ...set, updatedAt: tx.clock.now(), version: expectedVersion + 1 })
      .where(and(eq(accounts.id, id), eq(accounts.version, expectedVersion)))
      .returning();
    if (!row) throw staleVersion('account', before.version);
    await recordAudit(tx, {
      action: 'account.changed',
      object: objectOf(row),
      accountId: id,
      before: { name: before.name, status: before.status },
      after: set,
    });
    return row;
  });
}

const objectOf = (account: Account) => ({ type: 'account', id: account.id, label: account.name });

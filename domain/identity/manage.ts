import { and, asc, eq, gt, ilike, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import { accounts, loginMethods, memberships, sessions, users } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, notFound, staleVersion } from '../errors.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { hashPassword } from './passwords.ts';
import { generatedPassword, type UserRow } from './users.ts';

const Role = z.enum(['owner', 'editor', 'viewer']);

export const User = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  disabledAt: z.date().nullable(),
  memberships: z.array(z.object({ accountId: z.uuid(), accountName: z.string(), role: Role })),
  createdAt: z.date(),
  version: z.number().int(),
});
export type User = z.infer<typeof User>;

/** Absent: kept. `memberships` replaces all of them. */
export const UpdateUser = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  isAdministrator: z.boolean().optional(),
  disabled: z.boolean().optional(),
  memberships: z
    .array(z.strictObject({ accountId: z.uuid(), role: Role }))
    .max(100)
    .optional(),
});
export type UpdateUser = z.infer<typeof UpdateUser>;

/** People by e-mail, with their roles. Administrators only. */
export function listUsers(
  ctx: Context,
  input: { limit: number; cursor?: string | undefined; search?: string | undefined },
): Promise<Page<User>> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (inner) => {
    const after = readCursor(input.cursor);
    const like = `%${(input.search ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const rows = await inner.db
      .select()
      .from(users)
      .where(
        and(
          input.search ? or(ilike(users.email, like), ilike(users.name, like)) : undefined,
          after ? gt(users.email, String(after[0])) : undefined,
        ),
      )
      .orderBy(asc(users.email))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, (row) => [row.email, row.id]);
    return { ...page, data: await withRoles(inner, page.data) };
  });
}

async function withRoles(ctx: Context, rows: readonly UserRow[]): Promise<User[]> {
  const roles = await ctx.db
    .select({
      userId: memberships.userId,
      accountId: memberships.accountId,
      role: memberships.role,
      accountName: accounts.name,
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      inArray(
        memberships.userId,
        rows.map((row) => row.id),
      ),
    );
  return rows.map(({ id, name, email, isAdministrator, disabledAt, createdAt, version }) => ({
    id,
    name,
    email,
    isAdministrator,
    disabledAt,
    createdAt,
    version,
    memberships: roles
      .filter((role) => role.userId === id)
      .map(({ accountId, accountName, role }) => ({ accountId, accountName, role })),
  }));
}

/** One person. Throws 404. Administrators only. */
export function getUser(ctx: Context, id: string): Promise<User> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (inner) => {
    const [user] = await withRoles(inner, await inner.db.select().from(users).where(eq(users.id, id)));
    if (!user) throw notFound('user');
    return user;
  });
}

/** The person with this e-mail. Throws 404. Administrators and the system only. */
export async function userByEmail(ctx: Context, email: string): Promise<UserRow> {
  requireAdministrator(ctx);
  const [user] = await ctx.db.select().from(users).where(eq(users.email, email.trim().toLowerCase()));
  if (!user) throw notFound('user');
  return user;
}

/** Changes name, roles or state. The last administrator can neither be disabled nor lose that right: 422. 412 when stale. */
export async function updateUser(
  ctx: Context,
  id: string,
  expectedVersion: number,
  change: UpdateUser,
): Promise<User> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (inner) => {
    const before = await getUser(inner, id);
    if (before.version !== expectedVersion) throw staleVersion('user', before.version);
    const now = inner.clock.now();
    const disabledAt =
      change.disabled === undefined ? before.disabledAt : change.disabled ? (before.disabledAt ?? now) : null;
    const set = {
      name: change.name ?? before.name,
      isAdministrator: change.isAdministrator ?? before.isAdministrator,
      disabledAt,
    };
    const [changed] = await inner.db
      .update(users)
      .set({ ...set, updatedAt: now, version: expectedVersion + 1 })
      .where(and(eq(users.id, id), eq(users.version, expectedVersion)))
      .returning();
    if (!changed) throw staleVersion('user');
    if (before.isAdministrator && (!set.isAdministrator || disabledAt)) await keepOneAdministrator(inner);
    if (disabledAt) await inner.db.delete(sessions).where(eq(sessions.userId, id));
    if (change.memberships) {
      await inner.db.delete(memberships).where(eq(memberships.userId, id));
      if (change.memberships.length > 0)
        await inner.db
          .insert(memberships)
          .values(change.memberships.map((role) => ({ ...role, userId: id, createdAt: now })));
    }
    const after = await getUser(inner, id);
    await recordAudit(inner, {
      action: 'user.changed',
      object: { type: 'user', id, label: before.email },
      before: { ...before },
      after: { ...after },
    });
    return after;
  });
}

async function keepOneAdministrator(ctx: Context): Promise<void> {
  const left = await ctx.db
    .select({ id: users.id, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.isAdministrator, true))
    .for('update');
  if (!left.some((user) => user.disabledAt === null))
    throw new DomainError('invalid_state', 'This is the last administrator. Make another one first.');
}

/** Gives a person a new password, which is shown once, and ends all their sessions. Administrators only. */
export async function resetPassword(ctx: Context, id: string): Promise<{ password: string }> {
  requireAdministrator(ctx);
  const password = generatedPassword();
  const hashed = await hashPassword(password);
  await inTransaction(ctx, async (inner) => {
    const user = await getUser(inner, id);
    await writePassword(inner, id, hashed);
    await inner.db.delete(sessions).where(eq(sessions.userId, id));
    await recordAudit(inner, {
      action: 'user.password_reset',
      object: { type: 'user', id, label: user.email },
    });
  });
  return { password };
}

/** Stores a password hash for a person who signs in with e-mail and password. Inside a transaction. */
export async function writePassword(ctx: Context, userId: string, password: string): Promise<void> {
  const now = ctx.clock.now();
  const changed = await ctx.db
    .update(loginMethods)
    .set({ password, updatedAt: now })
    .where(and(eq(loginMethods.userId, userId), eq(loginMethods.providerId, 'credential')))
    .returning({ id: loginMethods.id });
  if (changed.length === 0)
    await ctx.db.insert(loginMethods).values({
      accountId: userId,
      providerId: 'credential',
      userId,
      password,
      createdAt: now,
      updatedAt: now,
    });
}

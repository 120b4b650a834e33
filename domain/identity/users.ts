import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { loginMethods, memberships, users } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, invalidField } from '../errors.ts';
import { hashPassword } from './passwords.ts';

export const Password = z.string().min(12, 'A password has 12 characters or more.').max(200);
export const Email = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase());

export const CreateUser = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: Email,
  password: Password,
  isAdministrator: z.boolean().default(false),
  memberships: z
    .array(z.strictObject({ accountId: z.uuid(), role: z.enum(['owner', 'editor', 'viewer']) }))
    .max(100)
    .default([]),
});

export const SetUp = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: Email,
  password: Password,
});

export type UserRow = typeof users.$inferSelect;

/** A password that is shown once: 120 random bits. */
export const generatedPassword = (): string => randomBytes(15).toString('base64url');

/** Whether there is an administrator, disabled ones too: set-up is for an installation that never had one. */
export async function hasAdministrator(ctx: Context): Promise<boolean> {
  const found = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.isAdministrator, true))
    .limit(1);
  return found.length > 0;
}

/** Makes a person who signs in with e-mail and password. Administrators and the system only. 422 when the e-mail is taken. */
export async function createUser(ctx: Context, input: z.input<typeof CreateUser>): Promise<UserRow> {
  requireAdministrator(ctx);
  const { password, memberships: roles, ...person } = CreateUser.parse(input);
  const hashed = await hashPassword(password); // before the transaction: it is slow on purpose
  return inTransaction(ctx, async (inner) => {
    const now = inner.clock.now();
    const [user] = await inner.db
      .insert(users)
      .values({ ...person, emailVerified: true, createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .returning();
    if (!user) throw invalidField('email', 'Somebody has this e-mail already.');
    await inner.db.insert(loginMethods).values({
      accountId: user.id,
      providerId: 'credential',
      userId: user.id,
      password: hashed,
      createdAt: now,
      updatedAt: now,
    });
    if (roles.length > 0)
      await inner.db
        .insert(memberships)
        .values(roles.map((role) => ({ ...role, userId: user.id, createdAt: now })));
    await recordAudit(inner, {
      action: 'user.created',
      object: { type: 'user', id: user.id, label: user.email },
      after: {
        name: user.name,
        email: user.email,
        isAdministrator: user.isAdministrator,
        memberships: roles,
      },
    });
    return user;
  });
}

/** The first administrator, by whoever sets the installation up; refused as soon as there is one, also for two at the same time. */
export async function setUpAdministrator(
  ctx: Context,
  input: { name: string; email: string; password: string },
): Promise<UserRow> {
  return inTransaction({ ...ctx, actor: { kind: 'system', label: 'set-up' } }, async (inner) => {
    await inner.db.execute(sql`select pg_advisory_xact_lock(7164984)`);
    if (await hasAdministrator(inner))
      throw new DomainError('conflict', 'There is an administrator already. Sign in.');
    return createUser(inner, { ...input, isAdministrator: true });
  });
}

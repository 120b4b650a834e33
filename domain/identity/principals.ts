import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { accounts, apiTokens, memberships, users } from '../../db/schema/index.ts';
import { type Context, inTransaction, type UserActor } from '../context.ts';

/** The actor of a user with their memberships, or null when there is none or they are disabled. Call as the system. */
export function principalOfUser(
  ctx: Context,
  userId: string,
  scopes: readonly string[] | null = null,
): Promise<UserActor | null> {
  return inTransaction(ctx, async ({ db }) => {
    const [user] = await db
      .select()
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.disabledAt)));
    if (!user) return null;
    const roles = await db
      .select({ accountId: memberships.accountId, role: memberships.role, status: accounts.status })
      .from(memberships)
      .innerJoin(accounts, eq(accounts.id, memberships.accountId))
      .where(eq(memberships.userId, userId));
    return {
      kind: 'user',
      userId,
      label: user.email,
      isAdministrator: user.isAdministrator && (scopes === null || scopes.includes('admin')),
      memberships: new Map(roles.map(({ accountId, role }) => [accountId, role])),
      suspended: new Set(
        roles.filter(({ status }) => status === 'suspended').map(({ accountId }) => accountId),
      ),
      scopes,
    };
  });
}

/** The actor of an API token by its SHA-256 in hex, or null when it is unknown, revoked, expired, or its person is disabled. */
export async function principalOfToken(
  ctx: Context,
  hash: string,
): Promise<{ actor: UserActor; expiresAt: Date | null } | null> {
  const now = ctx.clock.now();
  const valid = and(
    eq(apiTokens.hash, hash),
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
  );
  const [token] = await ctx.db.update(apiTokens).set({ lastUsedAt: now }).where(valid).returning();
  if (!token) return null;
  const actor = await principalOfUser(ctx, token.userId, token.scopes);
  return actor && { actor, expiresAt: token.expiresAt };
}

import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { accounts, memberships, users } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { DomainError } from '../errors.ts';

export const Me = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  memberships: z.array(
    z.object({ accountId: z.uuid(), accountName: z.string(), role: z.enum(['owner', 'editor', 'viewer']) }),
  ),
});
export type Me = z.infer<typeof Me>;

/** Who is signed in, with the accounts they belong to by name. */
export function me(ctx: Context): Promise<Me> {
  return inTransaction(ctx, async ({ db, actor }) => {
    if (actor.kind !== 'user') throw new DomainError('unauthenticated', 'Nobody is signed in.');
    const [user] = await db.select().from(users).where(eq(users.id, actor.userId));
    if (!user) throw new DomainError('unauthenticated', 'Nobody is signed in.');
    const roles = await db
      .select({ accountId: accounts.id, accountName: accounts.name, role: memberships.role })
      .from(memberships)
      .innerJoin(accounts, eq(accounts.id, memberships.accountId))
      .where(eq(memberships.userId, user.id))
      .orderBy(accounts.name);
    return {
      id: user.id,
      name: user.name,
      email: user.email,
      isAdministrator: actor.isAdministrator,
      memberships: roles,
    };
  });
}

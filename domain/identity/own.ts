import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { z } from 'zod';
import { loginMethods, sessions } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction, type UserActor } from '../context.ts';
import { DomainError, invalidField, notFound } from '../errors.ts';
import { writePassword } from './manage.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { Password } from './users.ts';

export const ChangePassword = z.strictObject({ current: z.string().max(200), password: Password });
export const Session = z.object({
  id: z.uuid(),
  createdAt: z.date(),
  expiresAt: z.date(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** The person behind the context. Throws 401 for the system. */
export function personOf(ctx: Context): UserActor {
  if (ctx.actor.kind !== 'user') throw new DomainError('unauthenticated', 'Nobody is signed in.');
  return ctx.actor;
}

/** Changes one's own password and ends one's other sessions. 422 when the present one is not right. */
export async function changeOwnPassword(
  ctx: Context,
  input: z.infer<typeof ChangePassword>,
  sessionId: string | null,
): Promise<void> {
  const { userId, label } = personOf(ctx);
  const [method] = await ctx.db
    .select()
    .from(loginMethods)
    .where(and(eq(loginMethods.userId, userId), eq(loginMethods.providerId, 'credential')));
  if (!method?.password || !(await verifyPassword(method.password, input.current)))
    throw invalidField('current', 'This is not your present password.');
  const hashed = await hashPassword(input.password);
  await inTransaction(ctx, async (inner) => {
    await writePassword(inner, userId, hashed);
    await inner.db
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), sessionId ? ne(sessions.id, sessionId) : undefined));
    await recordAudit(inner, {
      action: 'user.password_changed',
      object: { type: 'user', id: userId, label },
    });
  });
}

/** Where one is signed in now, newest first. */
export async function listOwnSessions(ctx: Context, sessionId: string | null): Promise<Session[]> {
  const { userId } = personOf(ctx);
  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, ctx.clock.now())))
    .orderBy(desc(sessions.createdAt))
    .limit(100);
  return rows.map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
    id,
    createdAt,
    expiresAt,
    ipAddress,
    userAgent,
    isCurrent: id === sessionId,
  }));
}

/** Ends one of one's own sessions; its next request is refused. 404 for another's. */
export async function revokeOwnSession(ctx: Context, id: string): Promise<void> {
  const { userId, label } = personOf(ctx);
  await inTransaction(ctx, async (inner) => {
    const ended = await inner.db
      .delete(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw notFound('session');
    await recordAudit(inner, { action: 'session.revoked', object: { type: 'session', id, label } });
  });
}

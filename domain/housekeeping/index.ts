import { and, isNotNull, lt } from 'drizzle-orm';
import { idempotencyKeys, rateLimits, sessions, verifications } from '#db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';

/** How long the first answer to an Idempotency-Key is kept: longer than anybody repeats a request. Days. */
const ANSWERS_KEPT = 7;

export interface Pruned {
  idempotencyKeys: number;
  rateLimits: number;
  sessions: number;
  verifications: number;
}

/** Removes what has run out and nobody may use again. For the worker; several may do it at once. Returns how many rows of each went. */
export async function prune(ctx: Context): Promise<Pruned> {
  requireAdministrator(ctx);
  const now = ctx.clock.now();
  const kept = new Date(now.getTime() - ANSWERS_KEPT * 86_400_000);
  return inTransaction(ctx, async ({ db }) => ({
    idempotencyKeys: (await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, kept))).count,
    rateLimits: (
      await db.delete(rateLimits).where(and(isNotNull(rateLimits.expire), lt(rateLimits.expire, now)))
    ).count,
    sessions: (await db.delete(sessions).where(lt(sessions.expiresAt, now))).count,
    verifications: (await db.delete(verifications).where(lt(verifications.expiresAt, now))).count,
  }));
}

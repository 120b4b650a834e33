import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { idempotencyKeys } from '../../db/schema/index.ts';
import { actorUserId, type Context, inTransaction } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';

/**
 * Answers a repeated request with the first one's answer. The key is written in the transaction of the work itself: a second
 * copy waits for the first, then repeats its answer; a failed first one leaves no trace. Another body under the same key: 409.
 */
export async function answerOnce(
  ctx: Context,
  operation: string,
  key: string,
  request: { params: unknown; query: unknown; body: unknown },
  work: (ctx: Context) => Promise<Response>,
): Promise<Response> {
  const scope = `${actorUserId(ctx) ?? 'system'}:${operation}`;
  const requestHash = createHash('sha256')
    .update(JSON.stringify([request.params, request.query ?? null, request.body]))
    .digest('hex');
  return inTransaction(ctx, async (inner) => {
    const mine = await inner.db
      .insert(idempotencyKeys)
      .values({ scope, key, requestHash, createdAt: inner.clock.now() })
      .onConflictDoNothing()
      .returning();
    const which = and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key));
    if (mine.length === 0) {
      const [first] = await inner.db.select().from(idempotencyKeys).where(which);
      if (!first || first.requestHash !== requestHash)
        throw new DomainError(
          'idempotency_key_reused',
          'This Idempotency-Key was used for another request. Use a new one.',
        );
      return repeated(first, ctx.requestId);
    }
    const response = await work(inner);
    await inner.db
      .update(idempotencyKeys)
      .set({ status: response.status, body: await response.clone().text() })
      .where(which);
    return response;
  });
}

function repeated(first: typeof idempotencyKeys.$inferSelect, requestId: string): Response {
  const headers = {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store, private',
    'X-Request-Id': requestId,
    'Idempotency-Replayed': 'true',
  };
  return new Response(first.body || null, { status: first.status ?? 200, headers });
}

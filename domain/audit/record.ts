import { auditEvents } from '../../db/schema/index.ts';
import { actorUserId, type Context } from '../context.ts';

export interface AuditEntry {
  /** Verb in the past tense with its object, e.g. `model.price_changed`. */
  action: string;
  object: { type: string; id: string; label: string };
  accountId?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  reason?: string | null;
}

/** Writes the audit event of a change into the change's own transaction. Throws outside one. Never pass a secret. */
export async function recordAudit(ctx: Context, entry: AuditEntry): Promise<void> {
  if (!ctx.transactional) throw new Error('an audit event belongs in the transaction of its change');
  await ctx.db.insert(auditEvents).values({
    at: ctx.clock.now(),
    actorKind: ctx.actor.kind,
    actorId: actorUserId(ctx),
    actorLabel: ctx.actor.label,
    accountId: entry.accountId ?? null,
    action: entry.action,
    objectType: entry.object.type,
    objectId: entry.object.id,
    objectLabel: entry.object.label,
    before: entry.before ?? null,
    after: entry.after ?? null,
    reason: entry.reason ?? null,
    requestId: ctx.requestId,
    address: ctx.address?.() ?? null,
  });
}

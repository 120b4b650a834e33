import { and, desc, eq, gte, ilike, lt, or } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { auditEvents } from '../../db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';

const fields = z.record(z.string(), z.json()).nullable();
export const AuditEvent = createSelectSchema(auditEvents, { before: fields, after: fields });
export type AuditEvent = typeof auditEvents.$inferSelect;

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  objectType?: string | undefined;
  objectId?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
}

const escaped = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

function conditions(filter: AuditFilter) {
  return and(
    filter.actor ? ilike(auditEvents.actorLabel, escaped(filter.actor)) : undefined,
    filter.action
      ? or(
          ilike(auditEvents.action, escaped(filter.action)),
          ilike(auditEvents.objectLabel, escaped(filter.action)),
        )
      : undefined,
    filter.objectType ? eq(auditEvents.objectType, filter.objectType) : undefined,
    filter.objectId ? eq(auditEvents.objectId, filter.objectId) : undefined,
    filter.from ? gte(auditEvents.at, filter.from) : undefined,
    filter.until ? lt(auditEvents.at, filter.until) : undefined,
  );
}

/** Who changed what, newest first. Administrators only. */
export async function listAuditEvents(
  ctx: Context,
  input: AuditFilter & { limit: number; cursor?: string | undefined },
): Promise<Page<AuditEvent>> {
  requireAdministrator(ctx);
  const after = readCursor(input.cursor);
  // Ids are UUIDv7 of the event's writing: their order is the order of time.
  const rows = await inTransaction(ctx, ({ db }) =>
    db
      .select()
      .from(auditEvents)
      .where(and(conditions(input), after ? lt(auditEvents.id, after[1]) : undefined))
      .orderBy(desc(auditEvents.id))
      .limit(input.limit + 1),
  );
  return pageOf(rows, input.limit, (row) => [null, row.id]);
}

/** The same events page by page, for an export of any length. */
export async function* eachAuditEvent(ctx: Context, filter: AuditFilter): AsyncGenerator<AuditEvent> {
  let cursor: string | undefined;
  do {
    const page: Page<AuditEvent> = await listAuditEvents(ctx, { ...filter, limit: 500, cursor });
    yield* page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';

/** Who changed what, field by field. Append-only: the database refuses update and delete. Secrets never appear. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: id(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: uuid('actor_id'),
    actorLabel: text('actor_label').notNull(),
    accountId: uuid('account_id'),
    action: text('action').notNull(),
    objectType: text('object_type').notNull(),
    objectId: text('object_id').notNull(),
    objectLabel: text('object_label').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    reason: text('reason'),
    requestId: text('request_id').notNull(),
    address: text('address'),
  },
  (t) => [
    index('audit_events_at').on(t.at, t.id),
    index('audit_events_object').on(t.objectType, t.objectId),
    index('audit_events_actor').on(t.actorId),
  ],
);

import { integer, timestamp, uuid } from 'drizzle-orm/pg-core';
import { uuidv7 } from 'uuidv7';

/** Primary key: UUIDv7 made by the application, so that PostgreSQL 15 to 17, which lack `uuidv7()`, serve too. */
export const id = () => uuid('id').primaryKey().$defaultFn(uuidv7);

/** A point in time, UTC. It has no default: time comes from the context (`ctx.clock.now()`), never from the wall. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Number of the row's current state; it is the ETag of the object, and each update raises it by one. */
export const version = () => integer('version').notNull().default(1);

/** What every workspace row carries: its site and account, which the composite key keeps together. */
export const owned = () => ({
  id: id(),
  siteId: uuid('site_id').notNull(),
  accountId: uuid('account_id').notNull(),
});

/** Times and version of a row that Undo can take back: `deletedAt` marks a removed one. */
export const kept = () => ({
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  deletedAt: instant('deleted_at'),
  version: version(),
});

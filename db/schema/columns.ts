import { integer, timestamp, uuid } from 'drizzle-orm/pg-core';
import { uuidv7 } from 'uuidv7';

/** Primary key: UUIDv7 made by the application, so that PostgreSQL 15 to 17, which lack `uuidv7()`, serve too. */
export const id = () => uuid('id').primaryKey().$defaultFn(uuidv7);

/** A point in time, UTC. It has no default: time comes from the context (`ctx.clock.now()`), never from the wall. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Number of the row's current state; it is the ETag of the object, and each update raises it by one. */
export const version = () => integer('version').notNull().default(1);

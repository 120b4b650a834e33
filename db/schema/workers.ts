import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Worker processes that are there: each says so every few seconds and takes its row away when it ends. */
export const workers = pgTable('workers', {
  name: text('name').primaryKey(),
  version: text('version').notNull(),
  runsAtOnce: integer('runs_at_once').notNull(),
  startedAt: instant('started_at').notNull(),
  seenAt: instant('seen_at').notNull(),
});

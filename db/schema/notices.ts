import { sql } from 'drizzle-orm';
import { check, index, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { accounts } from './identity.ts';

export const noticeAudience = pgEnum('notice_audience', ['administrator', 'account']);

/** Something that people should know and did not ask for: a model that ends, a balance that runs low. Each `key` is told once. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    audience: noticeAudience('audience').notNull(),
    accountId: uuid('account_id').references(() => accounts.id),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    link: text('link'),
    createdAt: instant('created_at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [
    uniqueIndex('notices_once').on(t.kind, t.key),
    index('notices_recent').on(t.audience, t.createdAt),
    check('notices_account_by_audience', sql`(${t.audience} = 'account') = (${t.accountId} is not null)`),
  ],
);

import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import type { z } from 'zod';
import { notices } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { notFound } from '../errors.ts';
import { instantOf, type Page, pageOf, readCursor } from '../paging.ts';

export const Notice = createSelectSchema(notices)
  .omit({ key: true })
  .meta({ id: 'Notice', description: 'Something that people should know.' });
export type Notice = z.infer<typeof Notice>;

export interface NewNotice {
  /** For platform administrators, or for the people of `accountId`. */
  audience: 'administrator' | 'account';
  accountId?: string;
  kind: string;
  /** Each kind and key is told once, however often it is raised. */
  key: string;
  title: string;
  body: string;
  link?: string;
}

/** Tells something once. Returns whether it was new. Joins the caller's transaction. */
export async function raiseNotice(ctx: Context, notice: NewNotice): Promise<boolean> {
  const made = await inTransaction(ctx, ({ db }) =>
    db
      .insert(notices)
      .values({ ...notice, createdAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning({ id: notices.id }),
  );
  return made.length > 0;
}

/** Notices for the caller, newest first: their accounts' own, and for administrators the platform's. */
export async function listNotices(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; unread?: boolean | undefined },
): Promise<Page<Notice>> {
  const position = readCursor(query.cursor);
  const before = position ? instantOf(position) : null;
  const rows = await inTransaction(ctx, ({ db }) =>
    db
      .select()
      .from(notices)
      .where(
        and(
          forCaller(ctx),
          query.unread ? isNull(notices.readAt) : undefined,
          before && position
            ? or(
                lt(notices.createdAt, before),
                and(eq(notices.createdAt, before), lt(notices.id, position[1])),
              )
            : undefined,
        ),
      )
      .orderBy(desc(notices.createdAt), desc(notices.id))
      .limit(query.limit + 1),
  );
  const page = pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
  return { ...page, data: page.data.map(({ key: _, ...notice }) => notice) };
}

// An administrator's own notices are the platform's and those of accounts they belong to, not everybody's.
function forCaller({ actor }: Context) {
  if (actor.kind === 'system') return undefined;
  const own = inArray(notices.accountId, [...actor.memberships.keys()]);
  return actor.isAdministrator ? or(eq(notices.audience, 'administrator'), own) : own;
}

/** Marks a notice as read, for all who see it. Throws 404. */
export async function readNotice(ctx: Context, id: string): Promise<Notice> {
  const [row] = await inTransaction(ctx, ({ db }) =>
    db
      .update(notices)
      .set({ readAt: ctx.clock.now() })
      .where(and(eq(notices.id, id), forCaller(ctx)))
      .returning(),
  );
  if (!row) throw notFound('notice');
  const { key: _, ...notice } = row;
  return notice;
}

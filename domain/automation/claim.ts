import { and, asc, eq, isNull, lte, notInArray } from 'drizzle-orm';
import { automations, sites } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { nextTime } from './schedule.ts';

/** A schedule that came due and was claimed by this process alone. */
export interface Claim {
  siteId: string;
  accountId: string;
  dueAt: Date;
}

/**
 * Claims one due schedule and hands it to `begin` in the same transaction, so that claim and start stand or fall together.
 * The row lock skips what another scheduler holds; the next due time is counted from now, so a schedule missed while
 * everything was down runs once. Passes over the sites `except`. Returns false when nothing else is due.
 */
export async function claimDue(
  ctx: Context,
  begin: (ctx: Context, claim: Claim) => Promise<void>,
  except: readonly string[] = [],
): Promise<boolean> {
  return inTransaction(ctx, async (inner) => {
    const now = inner.clock.now();
    const [due] = await inner.db
      .select({
        siteId: automations.siteId,
        accountId: automations.accountId,
        cron: automations.cron,
        dueAt: automations.nextDueAt,
        timeZone: sites.timeZone,
      })
      .from(automations)
      .innerJoin(sites, eq(sites.id, automations.siteId))
      .where(
        and(
          notInArray(automations.siteId, [...except]),
          eq(automations.scheduleEnabled, true),
          isNull(automations.pausedAt),
          eq(sites.isActive, true),
          lte(automations.nextDueAt, now),
        ),
      )
      .orderBy(asc(automations.nextDueAt))
      .limit(1)
      .for('update', { of: automations, skipLocked: true });
    if (!due?.cron || !due.dueAt) return false;
    await inner.db
      .update(automations)
      .set({ nextDueAt: nextTime(due.cron, due.timeZone, now) })
      .where(eq(automations.siteId, due.siteId));
    await begin(inner, { siteId: due.siteId, accountId: due.accountId, dueAt: due.dueAt });
    return true;
  });
}

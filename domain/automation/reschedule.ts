import { eq } from 'drizzle-orm';
import { automations } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { nextTime } from './schedule.ts';

/**
 * Counts a site's next due time anew from now, in its time zone as it is now. Call it when the zone or the site's being active
 * changes, in the same transaction: times that passed meanwhile are not made up for.
 */
export const rescheduleSite = (ctx: Context, site: { id: string; timeZone: string }): Promise<void> =>
  inTransaction(ctx, async ({ db, clock }) => {
    const [row] = await db
      .select({ cron: automations.cron })
      .from(automations)
      .where(eq(automations.siteId, site.id))
      .for('update');
    if (!row?.cron) return;
    await db
      .update(automations)
      .set({ nextDueAt: nextTime(row.cron, site.timeZone, clock.now()) })
      .where(eq(automations.siteId, site.id));
  });

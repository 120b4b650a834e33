import { and, desc, eq, sql } from 'drizzle-orm';
import { usageDays } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { chosen, dayOf, sumsByDay, within } from './days.ts';
import type { UsageFilter } from './schema.ts';

const d = usageDays;

/**
 * The stretch of time in which the next `limit` + 1 rows of a filtered list lie, from the daily sums; null when there are none.
 * It keeps a filter that few rows pass from reading through an account's whole log. `after` is where the page before ended.
 */
export async function narrow(
  ctx: Context,
  filter: Omit<UsageFilter, 'format'>,
  after: Date | null,
): Promise<{ from: Date | undefined; to: Date | undefined } | null> {
  const { accountId, siteId, modelId, operation, trigger, outcome, runId, from, to } = filter;
  if (!(siteId || modelId || operation || trigger)) return { from, to };
  const until = after ?? to;
  const days = await ctx.db
    .select({ day: sql<string>`${d.day}::text`, calls: sql<number>`sum(${d.calls})`.mapWith(Number) })
    .from(sumsByDay(!accountId && !siteId, ctx.clock.now()))
    .where(
      and(accountId ? eq(d.accountId, accountId) : undefined, chosen(filter), ...within({ from, to: until })),
    )
    .groupBy(d.day)
    .orderBy(desc(d.day));
  const [newest] = days;
  // The sums know nothing of outcomes and runs: such rows may lie on any of the days.
  const wanted = outcome || runId ? Number.POSITIVE_INFINITY : filter.limit + 1;
  const oldest = reach(days, wanted, until ? dayOf(until) : null);
  if (!newest || !oldest) return null;
  const begin = new Date(`${oldest}T00:00:00Z`);
  const end = new Date(Date.parse(`${newest.day}T00:00:00Z`) + 86_400_000 - 1);
  return { from: from && from > begin ? from : begin, to: to && to < end ? to : end };
}

/** The day back to which one must read for `wanted` rows. Of the day that the list begins in, an unknown part is over already. */
function reach(
  days: readonly { day: string; calls: number }[],
  wanted: number,
  partial: string | null,
): string | null {
  let sum = 0;
  for (const { day, calls } of days) {
    if (day !== partial) sum += calls;
    if (sum >= wanted) return day;
  }
  return days.at(-1)?.day ?? null;
}

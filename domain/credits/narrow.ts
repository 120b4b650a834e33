import { and, desc, eq, gte, lte, sql } from 'drizzle-orm';
import { usageDays } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { UsageFilter } from './schema.ts';

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
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
  const { accountId, siteId, modelId, operation, trigger, from, to, limit } = filter;
  if (!accountId || !(siteId || modelId || operation || trigger)) return { from, to };
  const until = after ?? to;
  const days = await ctx.db
    .select({ day: d.day, calls: sql<number>`sum(${d.calls})`.mapWith(Number) })
    .from(d)
    .where(
      and(
        eq(d.accountId, accountId),
        siteId ? eq(d.siteId, siteId) : undefined,
        modelId ? eq(d.modelId, modelId) : undefined,
        operation ? eq(d.operation, operation) : undefined,
        trigger ? eq(d.trigger, trigger) : undefined,
        from ? gte(d.day, dayOf(from)) : undefined,
        until ? lte(d.day, dayOf(until)) : undefined,
      ),
    )
    .groupBy(d.day)
    .orderBy(desc(d.day));
  const [newest] = days;
  const oldest = reach(days, limit + 1, until ? dayOf(until) : null);
  if (!newest || !oldest) return null;
  const begin = new Date(`${oldest}T00:00:00Z`);
  const end = new Date(Date.parse(`${newest.day}T00:00:00Z`) + 86_400_000 - 1);
  return { from: from && from > begin ? from : begin, to: to && to < end ? to : end };
}

/** The day back to which one must read for `wanted` rows. Of the day that the list begins in, an unknown part is over already. */
function reach(days: readonly { day: string; calls: number }[], wanted: number, partial: string | null): string | null {
  let sum = 0;
  for (const { day, calls } of days) {
    if (day !== partial) sum += calls;
    if (sum >= wanted) return day;
  }
  return days.at(-1)?.day ?? null;
}

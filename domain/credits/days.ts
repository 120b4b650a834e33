import { and, eq, gte, lte, type SQL, sql } from 'drizzle-orm';
import { usageDays } from '../../db/schema/index.ts';

const d = usageDays;
const FIGURES = sql.raw('calls, tokens, images, credits, charged, unrounded, provider_cost_usd, uncosted');

/** The days that are not closed yet, as an array: of one, PostgreSQL expects few days and looks them up; of "later than" it expects a third of the table, and reads it all. */
const openDays = (now: Date): SQL =>
  sql`array(select generate_series(usage_closed + 1, ${dayOf(now)}::date + 1, interval '1 day')::date from platform_settings)`;

/**
 * Daily sums of usage up to now, for the from clause as `usage_days`: of one account, or of all of them, where closed days come
 * from their totals (without sites) and only the days since are summed up.
 */
export const sumsByDay = (all: boolean, now: Date): SQL =>
  all
    ? sql`(select day, operation, model_id, null::uuid as site_id, trigger, ${FIGURES} from usage_totals
        union all select day, operation, model_id, null::uuid, trigger, ${FIGURES} from usage_days where day = any(${openDays(now)})) usage_days`
    : sql`usage_days`;

/** The daily rows of a period. */
export const within = ({
  from,
  to,
}: {
  from?: Date | undefined;
  to?: Date | undefined;
}): (SQL | undefined)[] => [
  from ? gte(d.day, dayOf(from)) : undefined,
  to ? lte(d.day, dayOf(to)) : undefined,
];

/** The daily rows of a choice. */
export const chosen = (of: {
  siteId?: string | undefined;
  modelId?: string | undefined;
  operation?: string | undefined;
  trigger?: string | undefined;
}) =>
  and(
    of.siteId ? eq(d.siteId, of.siteId) : undefined,
    of.modelId ? eq(d.modelId, of.modelId) : undefined,
    of.operation ? eq(d.operation, of.operation) : undefined,
    of.trigger ? eq(d.trigger, of.trigger) : undefined,
  );

/** The UTC day of an instant. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

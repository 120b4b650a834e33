import { and, eq, sql } from 'drizzle-orm';
import { usageDays } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { accountOf, periodOf, seesAll } from './account.ts';
import { chosen, sumsByDay, within } from './days.ts';

const d = usageDays;
export interface Sums {
  calls: number;
  tokens: number;
  images: number;
  credits: number;
  charged: number;
}
export interface Share extends Sums {
  id: string | null;
  label: string | null;
}

export interface UsageSummary {
  from: Date;
  to: Date;
  totals: Sums & {
    /** Credits that rounding each call up has added, in hundredths, and their share of all credits, in per mille. */
    roundingHundredths: number;
    roundingPerMille: number;
    shortfall: number;
  };
  days: (Sums & { day: string })[];
  byOperation: Share[];
  byModel: Share[];
  /** Within one account; none for all of them together. */
  bySite: Share[];
  byTrigger: Share[];
}

/** Sums of a period from the daily rows, for charts: fast whatever the size of the usage log. One account; all of them for administrators who name none. */
export async function summarizeUsage(
  ctx: Context,
  query: {
    accountId?: string | undefined;
    siteId?: string | undefined;
    from?: Date | undefined;
    to?: Date | undefined;
  },
): Promise<UsageSummary> {
  const accountId =
    query.accountId === undefined && seesAll(ctx) ? undefined : accountOf(ctx, query.accountId);
  const period = periodOf(ctx, query);
  return inTransaction(ctx, async ({ db }) => {
    const rows = await db.execute<SumRow>(sql`
      select s.*, coalesce(m.display_name, t.name) as name from (
        select grouping(day, operation, model_id, site_id, trigger) as kind, day::text, operation, model_id, site_id, trigger,
          sum(calls) as calls, sum(tokens) as tokens, sum(images) as images, sum(credits) as credits, sum(charged) as charged, sum(unrounded) as unrounded
        from ${sumsByDay(!accountId && !query.siteId, ctx.clock.now())}
        where ${and(accountId ? eq(d.accountId, accountId) : undefined, chosen(query), ...within(period))}
        group by grouping sets ((), (day), (operation), (model_id), (site_id), (trigger))
      ) s left join ai_models m on m.id = s.model_id left join sites t on t.id = s.site_id order by s.charged desc`);
    const shares = (
      kind: number,
      field: 'operation' | 'model_id' | 'site_id' | 'trigger',
      named: boolean,
    ): Share[] =>
      rows
        .filter((row) => row.kind === kind && (field !== 'site_id' || accountId || query.siteId))
        .slice(0, 50)
        .map((row) => ({ id: row[field], label: named ? row.name : row[field], ...sumsOf(row) }));
    const all = rows.find((row) => row.kind === KIND.total);
    const totals = all ? sumsOf(all) : NOTHING;
    const added = totals.credits - Number(all?.unrounded ?? 0);
    return {
      ...period,
      totals: {
        ...totals,
        shortfall: totals.credits - totals.charged,
        roundingHundredths: Math.round(added * 100),
        roundingPerMille: totals.credits === 0 ? 0 : Math.round((added / totals.credits) * 1000),
      },
      days: rows
        .filter((row) => row.kind === KIND.day)
        .map((row) => ({ day: row.day ?? '', ...sumsOf(row) }))
        .sort((a, b) => a.day.localeCompare(b.day)),
      byOperation: shares(KIND.operation, 'operation', false),
      byModel: shares(KIND.model, 'model_id', true),
      bySite: shares(KIND.site, 'site_id', true),
      byTrigger: shares(KIND.trigger, 'trigger', false),
    };
  });
}

/** What PostgreSQL's grouping(day, operation, model_id, site_id, trigger) says: a bit for each column that is not grouped by. */
const KIND = { total: 31, day: 15, operation: 23, model: 27, site: 29, trigger: 30 };
const NOTHING: Sums = { calls: 0, tokens: 0, images: 0, credits: 0, charged: 0 };

type Figure = 'calls' | 'tokens' | 'images' | 'credits' | 'charged' | 'unrounded';
type SumRow = {
  kind: number;
  day: string | null;
  operation: string | null;
  model_id: string | null;
  site_id: string | null;
  trigger: string | null;
  name: string | null;
} & Record<Figure, string | null>;
const sumsOf = (row: SumRow): Sums => ({
  calls: Number(row.calls),
  tokens: Number(row.tokens),
  images: Number(row.images),
  credits: Number(row.credits),
  charged: Number(row.charged),
});

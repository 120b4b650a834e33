import { and, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { aiModels, sites, usageDays } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { accountOf, periodOf, seesAll } from './account.ts';

const d = usageDays;
const total = (column: PgColumn) => sql<number>`coalesce(sum(${column}), 0)::bigint`.mapWith(Number);
const sums = { calls: total(d.calls), tokens: total(d.tokens), images: total(d.images), credits: total(d.credits), charged: total(d.charged) };

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
  bySite: Share[];
  byTrigger: Share[];
}

/** Sums of a period from the daily rows, for charts: fast whatever the size of the usage log. One account; all of them for administrators who name none. */
export async function summarizeUsage(
  ctx: Context,
  query: { accountId?: string | undefined; siteId?: string | undefined; from?: Date | undefined; to?: Date | undefined },
): Promise<UsageSummary> {
  const accountId = query.accountId === undefined && seesAll(ctx) ? undefined : accountOf(ctx, query.accountId);
  const period = periodOf(ctx, query);
  const where = and(accountId ? eq(d.accountId, accountId) : undefined, query.siteId ? eq(d.siteId, query.siteId) : undefined, ...within(period));
  return inTransaction(ctx, async ({ db }) => {
    const by = (id: PgColumn, label: SQL | PgColumn) =>
      db
        .select({ id: sql<string | null>`${id}`, label: sql<string | null>`${label}`, ...sums })
        .from(d)
        .leftJoin(aiModels, eq(aiModels.id, d.modelId))
        .leftJoin(sites, eq(sites.id, d.siteId))
        .where(where)
        .groupBy(id, label)
        .orderBy(desc(sums.charged))
        .limit(50);
    const [totals] = await db
      .select({ ...sums, unrounded: sql<string>`coalesce(sum(${d.unrounded}), 0)` })
      .from(d)
      .where(where);
    const days = await db
      .select({ day: d.day, ...sums })
      .from(d)
      .where(where)
      .groupBy(d.day)
      .orderBy(d.day);
    const [byOperation, byModel, bySite, byTrigger] = [
      await by(d.operation, d.operation),
      await by(d.modelId, aiModels.displayName),
      await by(d.siteId, sites.name),
      await by(d.trigger, d.trigger),
    ];
    const { unrounded, ...rest } = totals ?? { unrounded: '0', calls: 0, tokens: 0, images: 0, credits: 0, charged: 0 };
    const added = rest.credits - Number(unrounded);
    return {
      ...period,
      totals: {
        ...rest,
        shortfall: rest.credits - rest.charged,
        roundingHundredths: Math.round(added * 100),
        roundingPerMille: rest.credits === 0 ? 0 : Math.round((added / rest.credits) * 1000),
      },
      days,
      byOperation,
      byModel,
      bySite,
      byTrigger,
    };
  });
}

/** The daily rows of a period. */
export const within = ({ from, to }: { from: Date; to: Date }) =>
  [gte(d.day, from.toISOString().slice(0, 10)), lte(d.day, to.toISOString().slice(0, 10))] as const;

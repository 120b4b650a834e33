import { and, eq, sql } from 'drizzle-orm';
import { aiModels, platformSettings, usageDays } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { actorUserId, type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, staleVersion } from '../errors.ts';
import { periodOf } from './account.ts';
import { sumsByDay, within } from './days.ts';

const d = usageDays;

/** Figures in USD are decimal strings, exact. `marginPerMille` is null without revenue. */
export interface Margin {
  modelId: string | null;
  model: string | null;
  modelType: string | null;
  calls: number;
  charged: number;
  revenueUsd: string;
  providerCostUsd: string;
  /** Charged calls whose provider cost is not known; with any, the cost is at least, and the margin at most, what stands here. */
  uncosted: number;
  marginUsd: string;
  marginPerMille: number | null;
  negative: boolean;
}
export interface Margins {
  from: Date;
  to: Date;
  usdPerCredit: string;
  models: Margin[];
  total: Margin;
}

/** Revenue against provider cost per model over a period, the worst margin first. Administrators. */
export async function margins(
  ctx: Context,
  query: { from?: Date | undefined; to?: Date | undefined },
): Promise<Margins> {
  requireAdministrator(ctx);
  const period = periodOf(ctx, query);
  return inTransaction(ctx, async (tx) => {
    const { usdPerCredit } = await moneySettings(tx);
    const revenue = sql`coalesce(sum(${d.charged}), 0) * ${usdPerCredit}::numeric`;
    const cost = sql`coalesce(sum(${d.providerCostUsd}), 0)`;
    const figures = {
      calls: sql<number>`coalesce(sum(${d.calls}), 0)`.mapWith(Number),
      charged: sql<number>`coalesce(sum(${d.charged}), 0)`.mapWith(Number),
      revenueUsd: sql<string>`trim_scale(${revenue})::text`,
      providerCostUsd: sql<string>`trim_scale(${cost})::text`,
      uncosted: sql<number>`coalesce(sum(${d.uncosted}), 0)`.mapWith(Number),
      marginUsd: sql<string>`trim_scale(${revenue} - ${cost})::text`,
      marginPerMille: sql<number | null>`round((${revenue} - ${cost}) * 1000 / nullif(${revenue}, 0))::int`,
      negative: sql<boolean>`${revenue} < ${cost}`,
    };
    const rows = await tx.db
      .select({
        isTotal: sql<number>`grouping(${d.modelId})`,
        modelId: sql<string | null>`${d.modelId}`,
        model: aiModels.displayName,
        modelType: aiModels.modelType,
        ...figures,
      })
      .from(sumsByDay(true, ctx.clock.now()))
      .leftJoin(aiModels, eq(aiModels.id, d.modelId))
      .where(and(...within(period)))
      .groupBy(sql`grouping sets ((${d.modelId}, ${aiModels.displayName}, ${aiModels.modelType}), ())`)
      .orderBy(sql`${revenue} - ${cost}`);
    const [total] = rows.filter((row) => row.isTotal === 1).map(({ isTotal, ...row }) => row);
    const models = rows.filter((row) => row.isTotal === 0).map(({ isTotal, ...row }) => row);
    if (!total) throw new Error('a sum without rows is a row');
    return { ...period, usdPerCredit, models, total };
  });
}

/** What a credit sells for, which revenue and margin reports reckon with. Administrators. */
export async function moneySettings(
  ctx: Context,
): Promise<{ usdPerCredit: string; updatedAt: Date | null; version: number }> {
  requireAdministrator(ctx);
  const [row] = await inTransaction(ctx, ({ db }) =>
    db
      .select({
        usdPerCredit: sql<string>`trim_scale(${platformSettings.usdPerCredit})::text`,
        updatedAt: platformSettings.updatedAt,
        version: platformSettings.version,
      })
      .from(platformSettings),
  );
  if (!row) throw new DomainError('unavailable', 'The platform’s settings are missing; run the migrations.');
  return row;
}

/** Changes what a credit sells for. It changes reports, never a charge. Throws 412 when somebody was quicker. */
export async function setMoneySettings(
  ctx: Context,
  input: { usdPerCredit: string; expectedVersion: number },
): Promise<{ usdPerCredit: string; updatedAt: Date | null; version: number }> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const before = await moneySettings(tx);
    const changed = await tx.db
      .update(platformSettings)
      .set({
        usdPerCredit: input.usdPerCredit,
        updatedAt: tx.clock.now(),
        updatedBy: actorUserId(tx),
        version: sql`${platformSettings.version} + 1`,
      })
      .where(eq(platformSettings.version, input.expectedVersion))
      .returning({ id: platformSettings.id });
    if (changed.length === 0) throw staleVersion('setting', before.version);
    const after = await moneySettings(tx);
    await recordAudit(tx, {
      action: 'platform.usd_per_credit_changed',
      object: { type: 'platform', id: '1', label: 'USD per credit' },
      before: { usdPerCredit: before.usdPerCredit },
      after: { usdPerCredit: after.usdPerCredit },
    });
    return after;
  });
}

import { and, eq, gte, sql } from 'drizzle-orm';
import { runSteps, runs, siteSettings } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { balance, priceOf, priceRange, termsOf } from '../credits/index.ts';
import { DomainError } from '../errors.ts';
import { quoteOperation, servingModel, siteProfile } from '../operations/index.ts';
import { forecast, type Range, runwayDays, type StageForecast, usualYields } from './forecast.ts';
import { pendingItems } from './pending.ts';
import { planOf, siteFor } from './queries.ts';
import type { AutomationQuote } from './schema.ts';
import { inputOf, MOST_ITEMS, STAGE_OPERATION, STAGES, type Stage } from './stages.ts';

const DAY = 86_400_000;
const PACE_DAYS = 7;
const NOTHING: Range = { min: 0, expected: 0, max: 0 };

/** Total tokens of a call for an item that does not exist yet, before the site has calls of its own to go by. */
const USUAL_TOKENS: Record<Exclude<Stage, 'tasks' | 'images'>, Range> = {
  clusters: { min: 500, expected: 2_500, max: 12_000 },
  ideas: { min: 400, expected: 800, max: 3_000 },
  content: { min: 1_500, expected: 3_500, max: 9_000 },
  image_prompts: { min: 800, expected: 1_800, max: 5_000 },
};

/**
 * The price of a whole go: exact planning for what waits already, and for what the stages make on the way the price of the
 * site's own last calls, else of usual ones. The ceiling is its highest; a run never spends past the ceiling it was started with.
 */
export function quoteAutomation(ctx: Context, siteId: string): Promise<AutomationQuote> {
  return inTransaction(ctx, async (inner) => {
    const site = await siteFor(inner, siteId, 'viewer');
    const plan = await planOf(inner, siteId);
    const waiting = Object.fromEntries(
      await Promise.all(
        STAGES.map(async (stage) => [stage, await pendingItems(inner, siteId, stage, MOST_ITEMS[stage])]),
      ),
    ) as Record<Stage, string[]>;
    const counts = Object.fromEntries(STAGES.map((stage) => [stage, waiting[stage].length])) as Record<
      Stage,
      number
    >;
    const [settings] = await inner.db.select().from(siteSettings).where(eq(siteSettings.siteId, siteId));
    const images = (settings?.featuredImages ?? 1) + (settings?.inArticleImages ?? 2);
    let blocked: string | null = null;
    const stages: AutomationQuote['stages'] = [];
    for (const row of forecast(plan, counts, usualYields(images))) {
      const enabled = plan.some((entry) => entry.stage === row.stage && entry.enabled);
      const price = enabled
        ? await priceOfStage(inner, siteId, row, waiting[row.stage]).catch((error: unknown) => {
            if (!(error instanceof DomainError)) throw error;
            blocked ??= error.message; // what is missing is part of the quote: a person reads it before starting
            return NOTHING;
          })
        : NOTHING;
      const note = row.made.max > 0 ? 'Partly for what the stages before it make' : null;
      stages.push({
        stage: row.stage,
        enabled,
        waiting: counts[row.stage],
        items: row.existing + row.made.expected,
        ...price,
        note,
      });
    }
    const total = stages.reduce<Range>(add, NOTHING);
    const { available } = await balance(inner, site.accountId);
    const perDay = await pace(inner, site.accountId);
    return {
      stages,
      total,
      ceiling: total.max,
      available,
      enough: available >= total.expected,
      perDay,
      runwayDays: runwayDays(available, perDay),
      blocked,
    };
  });
}

const add = (a: Range, b: Range): Range => ({
  min: a.min + b.min,
  expected: a.expected + b.expected,
  max: a.max + b.max,
});
const times = (price: Range, count: Range): Range => ({
  min: price.min * count.min,
  expected: price.expected * count.expected,
  max: price.max * count.max,
});

async function priceOfStage(
  ctx: Context,
  siteId: string,
  row: StageForecast,
  waiting: readonly string[],
): Promise<Range> {
  const operation = STAGE_OPERATION[row.stage];
  if (!operation) return NOTHING;
  const existing =
    row.existing > 0
      ? await quoteOperation(ctx, {
          operation,
          siteId,
          input: inputOf(row.stage, waiting.slice(0, row.existing)),
        })
      : NOTHING;
  return add(
    existing,
    row.made.max > 0 ? times(await priceOfOne(ctx, siteId, row.stage), row.made) : NOTHING,
  );
}

async function priceOfOne(ctx: Context, siteId: string, stage: Stage): Promise<Range> {
  if (stage === 'tasks') return NOTHING;
  const { price } = await servingModel(
    ctx,
    await siteProfile(ctx, siteId),
    stage === 'images' ? 'image' : 'text',
    {},
  );
  const terms = termsOf(price);
  if (stage === 'images') {
    const one = priceOf(terms, { images: 1 });
    return { min: one, expected: one, max: one };
  }
  const usual = USUAL_TOKENS[stage];
  const tokens = (totalTokens: number) => ({ totalTokens });
  return (
    (await measured(ctx, siteId, stage)) ??
    priceRange(terms, { min: tokens(usual.min), expected: tokens(usual.expected), max: tokens(usual.max) })
  );
}

/** Credits of the site's last steps of this stage: lowest, median, highest; null with fewer than five to go by. */
async function measured(ctx: Context, siteId: string, stage: Stage): Promise<Range | null> {
  const [row] = await ctx.db
    .select({
      count: sql<number>`count(*)::int`,
      min: sql<string>`coalesce(min(${runSteps.creditsCharged}), 0)`,
      expected: sql<string>`coalesce(percentile_disc(0.5) within group (order by ${runSteps.creditsCharged}), 0)`,
      max: sql<string>`coalesce(max(${runSteps.quoteMax}), 0)`,
    })
    .from(runSteps)
    .innerJoin(runs, eq(runs.id, runSteps.runId))
    .where(
      and(
        eq(runs.siteId, siteId),
        eq(runs.operation, STAGE_OPERATION[stage] ?? ''),
        eq(runSteps.state, 'done'),
        gte(runs.createdAt, new Date(ctx.clock.now().getTime() - 30 * DAY)),
      ),
    );
  return row && row.count >= 5
    ? { min: Number(row.min), expected: Number(row.expected), max: Number(row.max) }
    : null;
}

/** Credits a day that the account's work cost over the last week, rounded up. */
async function pace(ctx: Context, accountId: string): Promise<number> {
  const since = new Date(ctx.clock.now().getTime() - PACE_DAYS * DAY);
  const [sum] = await ctx.db
    .select({ credits: sql<string>`coalesce(sum(${runs.creditsCharged}), 0)` })
    .from(runs)
    .where(and(eq(runs.accountId, accountId), gte(runs.createdAt, since)));
  return Math.ceil(Number(sum?.credits ?? 0) / PACE_DAYS);
}

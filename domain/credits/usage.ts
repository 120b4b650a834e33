import { and, desc, eq, gte, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { accounts, aiModels, creditReservations, sites, users } from '../../db/schema/index.ts';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { type Context, inTransaction } from '../context.ts';
import { instantOf, type Page, pageOf, readCursor } from '../paging.ts';
import { accountOf, seesAll } from './account.ts';
import { narrow } from './narrow.ts';
import type { UsageFilter } from './schema.ts';

const served = alias(aiModels, 'served');
const u = usageLogs;

/** Columns of a usage row as people read it: names beside ids. What a call costs the platform is for administrators. */
const columns = (ctx: Context) => ({
  id: u.id,
  at: u.at,
  accountId: u.accountId,
  account: accounts.name,
  siteId: u.siteId,
  site: sites.name,
  user: users.name,
  runId: u.runId,
  operation: u.operation,
  trigger: u.trigger,
  attempt: u.attempt,
  modelId: u.modelId,
  model: aiModels.displayName,
  servedBy: served.displayName,
  priceId: u.priceId,
  inputTokens: u.inputTokens,
  outputTokens: u.outputTokens,
  images: u.images,
  credits: u.credits,
  charged: u.charged,
  shortfall: u.shortfall,
  providerCostUsd: seesAll(ctx)
    ? sql<string | null>`trim_scale(${u.providerCostUsd})::text`
    : sql<null>`null`,
  providerRequestId: u.providerRequestId,
  durationMs: u.durationMs,
  outcome: u.outcome,
});

export type UsageListed = Awaited<ReturnType<typeof readPage>>[number];

/** The usage log, newest first, of one account; without one, administrators see all of them. */
export async function listUsage(
  ctx: Context,
  filter: Omit<UsageFilter, 'format'>,
): Promise<Page<UsageListed>> {
  const accountId =
    filter.accountId === undefined && seesAll(ctx) ? undefined : accountOf(ctx, filter.accountId);
  const rows = await inTransaction(ctx, (tx) => readPage(tx, { ...filter, accountId }));
  return pageOf(rows, filter.limit, (row) => [row.at.toISOString(), row.id]);
}

const is = (column: PgColumn, value: string | undefined) =>
  value === undefined ? undefined : eq(column, value);

async function readPage(ctx: Context, filter: Omit<UsageFilter, 'format'>) {
  const after = readCursor(filter.cursor);
  const { accountId, siteId, modelId, operation, trigger, outcome, runId } = filter;
  const period = await narrow(ctx, filter, after ? instantOf(after) : null);
  if (!period) return [];
  const { from, to } = period;
  return ctx.db
    .select(columns(ctx))
    .from(u)
    .leftJoin(accounts, eq(accounts.id, u.accountId))
    .leftJoin(sites, eq(sites.id, u.siteId))
    .leftJoin(users, eq(users.id, u.userId))
    .leftJoin(aiModels, eq(aiModels.id, u.modelId))
    .leftJoin(served, eq(served.id, u.servedModelId))
    .where(
      and(
        is(u.accountId, accountId),
        is(u.siteId, siteId),
        is(u.modelId, modelId),
        is(u.operation, operation),
        is(u.trigger, trigger),
        is(u.outcome, outcome),
        outcome && outcome !== 'succeeded' ? sql`${u.outcome} <> 'succeeded'` : undefined, // says to the planner that the index of these serves
        // Through the reservations, which are indexed by run; the log itself is not.
        runId
          ? inArray(
              u.id,
              ctx.db
                .select({ id: creditReservations.usageId })
                .from(creditReservations)
                .where(and(eq(creditReservations.runId, runId), isNotNull(creditReservations.usageId))),
            )
          : undefined,
        from ? gte(u.at, from) : undefined,
        to ? lte(u.at, to) : undefined,
        after ? sql`(${u.at}, ${u.id}) < (${String(after[0])}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(u.at), desc(u.id))
    .limit(filter.limit + 1);
}

/** One usage row. Throws 404 where there is none, or another account's. */
export async function readUsage(ctx: Context, id: string) {
  return inTransaction(ctx, async ({ db }) => {
    const [found] = await db.select({ at: u.at }).from(u).where(eq(u.id, id)); // then the rest needs one month's partition only
    if (!found) return null;
    const [row] = await db
      .select({
        ...columns(ctx),
        reservationId: u.reservationId,
        modelType: u.modelType,
        tokensPerCredit: u.tokensPerCredit,
        creditsPerImage: u.creditsPerImage,
        formula: u.formula,
        rounding: u.rounding,
        reserved: u.reserved,
        cachedTokens: u.cachedTokens,
        reasoningTokens: u.reasoningTokens,
        source: u.source,
      })
      .from(u)
      .leftJoin(accounts, eq(accounts.id, u.accountId))
      .leftJoin(sites, eq(sites.id, u.siteId))
      .leftJoin(users, eq(users.id, u.userId))
      .leftJoin(aiModels, eq(aiModels.id, u.modelId))
      .leftJoin(served, eq(served.id, u.servedModelId))
      .where(and(eq(u.id, id), eq(u.at, found.at)));
    return row ?? null;
  });
}

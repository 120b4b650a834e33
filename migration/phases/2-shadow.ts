import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, inTransaction } from '#domain/context.ts';
import { registrySnapshot } from '#domain/models/index.ts';
import {
  counted,
  type Effect,
  type Finding,
  finding,
  note,
  noteUnfit,
  type Phase,
  type Report,
  type Work,
} from '../engine/phase.ts';
import { type Impact, measureImpact } from '../rules/impact.ts';
import { type PriceBook, priceBook, shadowOf } from '../rules/price.ts';
import type { Small } from '../sources/read.ts';
import type { RowOf } from '../sources/tables.ts';
import type { Source } from '../sources/types.ts';

const BATCH = 2000;

/** Phase 2: prices every row of the history by the new rules, beside what the old ones charged. Nothing is charged by it. */
export const shadowPhase: Phase = {
  number: 2,
  title: 'Parallel paths',
  does: 'Imports the old prices, and runs the new calculation beside the old one over the whole history. Nothing is charged by it.',
  tables: ['costs'],
  async plan(work) {
    let rows = 0;
    for await (const entry of work.source.rows(['usage'])) if (!('fault' in entry)) rows += 1;
    return {
      effects: [
        {
          what: 'rows of the history priced by both rules',
          count: rows,
          detail: 'as parallel data; nothing is charged',
        },
        { what: 'old prices imported', count: oldPrices(work).length, detail: 'for comparison' },
      ],
    };
  },
  steps: runShadow,
  async apply(work): Promise<{ report: Report }> {
    const { ctx, small } = work;
    const prices = oldPrices(work);
    for (const row of prices)
      await ctx.db.execute(
        sql`insert into legacy_prices (id, model, place, figure, amount) values (${uuidv7()}, ${row.model}, ${row.place}, ${row.figure}, ${row.amount})`,
      );
    await note(
      ctx,
      2,
      small.costs.map((cost) => ({
        table: 'costs',
        pk: cost.pk,
        outcome: 'merged',
        reason: `${describeCost(cost)}; the model's price takes its place in phase 4`,
      })),
    );
    await noteUnfit(ctx, 2, small, ['costs']);
    const impact = await measureImpact(ctx);
    return { report: { effects: effectsOf(impact, prices.length), impact } };
  },
  verify: verifyShadow,
  async rollback(ctx): Promise<Effect[]> {
    const dropped = await ctx.db.execute(
      sql`with gone as (delete from legacy_shadow returning 1) select count(*)::int as count from gone`,
    );
    await ctx.db.execute(sql`delete from legacy_prices`);
    return [{ what: 'rows of parallel data dropped', count: Number(dropped[0]?.['count'] ?? 0), detail: '' }];
  },
};

function effectsOf({ total, unpriced }: Impact, prices: number): Effect[] {
  const without = unpriced.reduce((sum, entry) => sum + entry.rows, 0);
  return [
    {
      what: 'rows priced by both rules',
      count: total.rows,
      detail: `${total.oldCredits} credits then, ${total.newCredits} now`,
    },
    { what: 'rows that cannot be priced', count: without, detail: 'with their reasons in the impact report' },
    { what: 'old prices imported', count: prices, detail: 'for comparison' },
  ];
}

const describeCost = (cost: RowOf<'costs'>): string =>
  `${cost.operation_type}: ${cost.tokens_per_credit ? `${cost.tokens_per_credit} tokens a credit` : `${cost.credits_cost ?? 0} credits ${cost.unit.replaceAll('_', ' ')}`}, at least ${cost.min_credits}`;

/** What the old places say that things cost: the model table, the code, and the rates by operation. */
function oldPrices({ small }: Work): { model: string; place: string; figure: string; amount: string }[] {
  const table = small.models.flatMap((row) =>
    (
      [
        ['input_per_mtok', row.input_cost_per_1m],
        ['output_per_mtok', row.output_cost_per_1m],
        ['per_image', row.cost_per_image],
      ] as const
    ).flatMap(([figure, amount]) =>
      amount === null ? [] : [{ model: row.model_name, place: 'table', figure, amount }],
    ),
  );
  const code = [
    ...Object.entries(small.constants?.MODEL_RATES ?? {}).flatMap(([model, rate]) => [
      { model, place: 'code', figure: 'input_per_mtok', amount: String(rate.input) },
      { model, place: 'code', figure: 'output_per_mtok', amount: String(rate.output) },
    ]),
    ...Object.entries(small.constants?.IMAGE_MODEL_RATES ?? {}).map(([model, rate]) => ({
      model,
      place: 'code',
      figure: 'per_image',
      amount: String(rate),
    })),
  ];
  const rates = small.costs.map((cost) => ({
    model: '*',
    place: cost.operation_type,
    figure: cost.unit,
    amount: String(cost.tokens_per_credit ?? cost.credits_cost ?? 0),
  }));
  return [...table, ...code, ...rates];
}

/** Streams the history into the parallel data, some thousand rows a transaction. Done again, it adds what is missing. */
async function runShadow({ ctx, source, small }: Work): Promise<void> {
  let done = 0;
  for await (const batch of shadowRows(ctx, source, small)) {
    done += batch.length;
    await inTransaction(ctx, async ({ db }) => {
      await db.execute(
        sql`insert into legacy_shadow select * from jsonb_populate_recordset(null::legacy_shadow, ${JSON.stringify(batch)}::jsonb) on conflict do nothing`,
      );
      await db.execute(sql`update legacy_phases set done = ${done} where phase = 2`);
    });
  }
}

/** The history under both rules, in batches of rows of `legacy_shadow`. */
export async function* shadowRows(
  ctx: Context,
  source: Source,
  small: Small,
): AsyncIterable<Record<string, unknown>[]> {
  const book = priceBook(small.costs, await registrySnapshot(ctx), ctx.clock.now());
  let batch: Record<string, unknown>[] = [];
  for await (const entry of source.rows(['usage'])) {
    if ('fault' in entry || entry.table !== 'usage') continue;
    batch.push(shadowRow(book, entry.row));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function shadowRow(book: PriceBook, row: RowOf<'usage'>): Record<string, unknown> {
  const { tokens, images, oldCredits, ruleCredits, newCredits, priceId, unpriced } = shadowOf(book, row);
  return {
    usage_pk: row.pk,
    account_pk: row.account,
    operation: row.operation_type,
    model: row.model_used.trim(),
    tokens,
    images,
    old_credits: oldCredits,
    rule_credits: ruleCredits,
    new_credits: newCredits,
    price_id: priceId,
    unpriced,
  };
}

async function verifyShadow({ ctx, source, small }: Work): Promise<Finding[]> {
  let rows = 0;
  let credits = 0;
  for await (const entry of source.rows(['usage']))
    if (!('fault' in entry) && entry.table === 'usage') {
      rows += 1;
      credits += entry.row.credits_used;
    }
  const [here] = await ctx.db.execute<{ rows: number; credits: string }>(
    sql`select count(*)::int as rows, coalesce(sum(old_credits), 0) as credits from legacy_shadow`,
  );
  // The database's own statement of the rule, apart from the one that filled the table.
  const [off] = await ctx.db.execute<{
    rows: number;
  }>(sql`select count(*)::int as rows from legacy_shadow s join model_prices p on p.id = s.price_id
    where s.new_credits <> credits_for(p.tokens_per_credit, p.credits_per_image, s.tokens, s.images)`);
  const book = priceBook(small.costs, await registrySnapshot(ctx), ctx.clock.now());
  const now = [...book.prices.values()].flatMap((entry) => (entry.now ? [entry.now.price.id] : []));
  const used = await ctx.db.execute<{ id: string }>(
    sql`select distinct price_id as id from legacy_shadow where price_id is not null`,
  );
  const stale = used.filter((row) => !now.includes(row.id)).length;
  return [
    ...(await counted(ctx, 2, {
      costs: small.costs.length + small.unfit.filter((row) => row.table === 'costs').length,
    })),
    finding('Every row of the history was priced or listed', here?.rows === rows, `${here?.rows} of ${rows}`),
    finding(
      'The old credits are those of the source',
      Number(here?.credits) === credits,
      `${here?.credits} here, ${credits} in the source`,
    ),
    finding('Both statements of the new rule agree', off?.rows === 0, `${off?.rows} differences`),
    finding(
      'The prices are those in force',
      stale === 0,
      stale === 0 ? `${used.length} prices` : `${stale} prices changed since; roll back and apply again`,
    ),
    await nothingCharged(ctx),
  ];
}

async function nothingCharged(ctx: Context): Promise<Finding> {
  const [row] = await ctx.db.execute<{
    charges: number;
  }>(sql`select count(*)::int as charges from credit_transactions t
    join legacy_rows r on r.phase = 1 and r.source_table = 'accounts' and r.target_id = t.account_id where t.kind = 'usage' and t.reservation_id is null`);
  return finding(
    'The rehearsal charged nothing',
    row?.charges === 0,
    `${row?.charges} charges that no call was reserved for`,
  );
}

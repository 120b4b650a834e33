import { sql } from 'drizzle-orm';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { invalidField, notFound } from '../errors.ts';
import { moneySettings } from './margins.ts';
import type { Figures, PricePreview, Rehearsal } from './schema.ts';

const DAYS = 30;

interface Terms {
  tokens_per_credit: string | null;
  credits_per_image: string | null;
  model_type: 'text' | 'image';
}
interface Row {
  account_id: string | null;
  account: string | null;
  calls: string;
  before: string;
  after: string;
  cost_before: string;
  cost_after: string;
  uncosted_before: string;
  uncosted_after: string;
}

/**
 * The last 30 days of real usage at a draft price of the model, or, with `replacesModelId`, that model's usage at this one's
 * price and provider cost: what switching a tier or the default would have meant. Call by call, so rounding is exact. Changes
 * nothing. Administrators. Throws 404, or 422 when price and model type do not fit.
 */
export async function rehearse(ctx: Context, modelId: string, draft: PricePreview): Promise<Rehearsal> {
  requireAdministrator(ctx);
  const to = ctx.clock.now();
  const from = new Date(to.getTime() - DAYS * 86_400_000);
  return inTransaction(ctx, async (tx) => {
    const { usdPerCredit } = await moneySettings(tx);
    const terms = await termsAfter(tx, modelId, draft);
    const usageOf = draft.replacesModelId ?? modelId;
    const cost = draft.replacesModelId
      ? sql`coalesce(coalesce(u.input_tokens, 0) * m.input_cost_per_mtok / 1000000, 0) + coalesce(coalesce(u.output_tokens, 0) * m.output_cost_per_mtok / 1000000, 0) + coalesce(coalesce(u.images, 0) * m.cost_per_image, 0)`
      : sql`coalesce(u.provider_cost_usd, 0)`;
    const unknown = draft.replacesModelId
      ? sql`case when u.model_type = 'image' then m.cost_per_image is null else m.input_cost_per_mtok is null or m.output_cost_per_mtok is null end`
      : sql`u.provider_cost_usd is null`;
    const rows = await tx.db.execute<Row & Record<string, unknown>>(sql`
      select u.account_id, a.name as account, count(*) as calls, sum(u.credits) as before,
        sum(credits_for(${terms.tokens_per_credit}::bigint, ${terms.credits_per_image}::bigint, coalesce(u.input_tokens, 0) + coalesce(u.output_tokens, 0), u.images)) as after,
        sum(coalesce(u.provider_cost_usd, 0))::text as cost_before, sum(${cost})::text as cost_after,
        count(*) filter (where u.provider_cost_usd is null and u.charged > 0) as uncosted_before, count(*) filter (where ${unknown} and u.charged > 0) as uncosted_after
      from usage_logs u join accounts a on a.id = u.account_id cross join (select * from ai_models where id = ${modelId}) m
      where u.at >= ${from.toISOString()}::timestamptz and u.at <= ${to.toISOString()}::timestamptz and u.model_id = ${usageOf} and u.source = 'live'
      group by u.account_id, a.name`);
    const sum = (field: 'calls' | 'before' | 'after' | 'uncosted_before' | 'uncosted_after') =>
      rows.reduce((total, row) => total + Number(row[field]), 0);
    const accounts = rows.map((row) => ({
      accountId: row.account_id ?? '',
      account: row.account ?? '',
      calls: Number(row.calls),
      before: Number(row.before),
      after: Number(row.after),
      change: Number(row.after) - Number(row.before),
    }));
    const side = async (which: 'before' | 'after'): Promise<Figures> => {
      const costs = rows.map((row) => row[`cost_${which}`]);
      return { ...(await figures(tx, sum(which), usdPerCredit, costs)), uncosted: sum(`uncosted_${which}`) };
    };
    return {
      from,
      to,
      days: DAYS,
      calls: sum('calls'),
      usdPerCredit,
      before: await side('before'),
      after: await side('after'),
      accounts: accounts.sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 100),
      accountsConcerned: accounts.length,
    };
  });
}

async function termsAfter(ctx: Context, modelId: string, draft: PricePreview): Promise<Terms> {
  const [model] = await ctx.db.execute<Terms & Record<string, unknown>>(sql`
    select m.model_type, p.tokens_per_credit, p.credits_per_image from ai_models m left join lateral (
      select * from model_prices where model_id = m.id and cancelled_at is null and effective_from <= ${ctx.clock.now().toISOString()}::timestamptz order by effective_from desc limit 1
    ) p on true where m.id = ${modelId}`);
  if (!model) throw notFound('model');
  const { tokensPerCredit, creditsPerImage, replacesModelId } = draft;
  if (model.model_type === 'text' && creditsPerImage !== undefined)
    throw invalidField('creditsPerImage', 'A text model is priced in tokens per credit.');
  if (model.model_type === 'image' && tokensPerCredit !== undefined)
    throw invalidField('tokensPerCredit', 'An image model is priced in credits per image.');
  if (replacesModelId !== undefined) {
    const [replaced] = await ctx.db.execute<{ model_type: string }>(
      sql`select model_type from ai_models where id = ${replacesModelId}`,
    );
    if (!replaced) throw notFound('model');
    if (replaced.model_type !== model.model_type)
      throw invalidField('replacesModelId', 'Only a model of the same type can take over.');
  }
  const draftFigure = tokensPerCredit ?? creditsPerImage;
  if (draftFigure === undefined && model.tokens_per_credit === null && model.credits_per_image === null)
    throw invalidField('tokensPerCredit', 'The model has no price yet; give one to try.');
  if (draftFigure === undefined) return model;
  return {
    model_type: model.model_type,
    tokens_per_credit: tokensPerCredit === undefined ? null : String(tokensPerCredit),
    credits_per_image: creditsPerImage === undefined ? null : String(creditsPerImage),
  };
}

/** Exact decimals are the database's: it adds the costs and takes the margin. */
async function figures(
  ctx: Context,
  credits: number,
  usdPerCredit: string,
  costs: string[],
): Promise<Omit<Figures, 'uncosted'>> {
  const [row] = await ctx.db.execute<
    Record<'revenue' | 'cost' | 'margin', string> & { per_mille: number | null; negative: boolean }
  >(sql`
    with f as (select ${credits}::bigint * ${usdPerCredit}::numeric as revenue, coalesce((select sum(value::numeric) from json_array_elements_text(${JSON.stringify(costs)}::json)), 0) as cost)
    select trim_scale(revenue)::text as revenue, trim_scale(cost)::text as cost, trim_scale(revenue - cost)::text as margin, round((revenue - cost) * 1000 / nullif(revenue, 0))::int as per_mille, revenue < cost as negative from f`);
  if (!row) throw new Error('a calculation without rows is a row');
  return {
    credits,
    revenueUsd: row.revenue,
    providerCostUsd: row.cost,
    marginUsd: row.margin,
    marginPerMille: row.per_mille,
    negative: row.negative,
  };
}

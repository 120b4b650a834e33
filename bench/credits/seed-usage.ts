import type { Sql } from '../../db/client.ts';
import type { Priced } from '../../tests/credits/fixtures.ts';

const MONTHS = 12;

/**
 * Fills the usage log with `rows` calls over the last twelve months, spread over the accounts so that the first has a tenth of
 * them all, and makes the daily sums. Indexes are made afterwards, month by month in parallel. Returns seconds.
 */
export async function seedUsage(
  sql: Sql,
  rows: number,
  accounts: string[],
  text: Priced,
  image: Priced,
  now: Date,
): Promise<number> {
  const started = performance.now();
  await sql`drop table if exists seed_accounts`;
  await sql`create table seed_accounts (n serial primary key, id uuid, site uuid)`;
  await sql`insert into seed_accounts (id, site) select unnest(${accounts}::uuid[]), gen_random_uuid()`;
  const indexes = await sql<{ name: string; made: string }[]>`
    select indexname as name, replace(indexdef, ' ON ONLY ', ' ON ') as made from pg_indexes where tablename = 'usage_logs' and indexname <> 'usage_logs_pkey'`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await sql`alter table usage_logs drop constraint usage_logs_pkey`;
  const months = Array.from(
    { length: MONTHS },
    (_, back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)),
  );
  for (const month of months) await sql`select ensure_usage_partition(${month.toISOString()})`;
  await inTurns(months, 2, (month) =>
    insertMonth(
      sql,
      month,
      month.getTime() === months[0]?.getTime() ? now : null,
      Math.ceil(rows / MONTHS),
      accounts.length,
      text,
      image,
    ),
  );
  await sql`alter table usage_logs add primary key (id, at)`;
  for (const { made } of indexes) await sql.unsafe(made);
  await sql`
    insert into usage_days (account_id, day, operation, model_id, site_id, trigger, calls, tokens, images, credits, charged, unrounded, provider_cost_usd, uncosted)
    select account_id, (at at time zone 'UTC')::date, operation, model_id, site_id, trigger, count(*), sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0)), sum(coalesce(images, 0)),
      sum(credits), sum(charged), sum(case when tokens_per_credit is null then credits else (input_tokens + output_tokens)::numeric / tokens_per_credit end), sum(provider_cost_usd), count(*) filter (where provider_cost_usd is null and charged > 0)
    from usage_logs where site_id is not null group by 1, 2, 3, 4, 5, 6`;
  await sql`select close_usage_days(${now.toISOString()})`;
  await sql`vacuum analyze usage_logs`;
  await sql`vacuum analyze usage_totals`;
  await sql`vacuum analyze usage_days`;
  return (performance.now() - started) / 1000;
}

async function insertMonth(
  sql: Sql,
  month: Date,
  until: Date | null,
  rows: number,
  accounts: number,
  text: Priced,
  image: Priced,
): Promise<void> {
  const end = until ?? new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
  await sql`
    insert into usage_logs (id, at, account_id, site_id, run_id, reservation_id, operation, trigger, attempt, model_id, served_model_id, price_id, model_type, tokens_per_credit, credits_per_image, formula, rounding,
      reserved, input_tokens, output_tokens, images, credits, charged, shortfall, provider_cost_usd, provider_request_id, duration_ms, outcome)
    select gen_random_uuid(), date_trunc('milliseconds', ${month.toISOString()}::timestamptz + random() * (${end.toISOString()}::timestamptz - ${month.toISOString()}::timestamptz - interval '1 second')),
      a.id, a.site, null, null, (array['auto_cluster', 'generate_ideas', 'generate_content', 'generate_image_prompts', 'generate_images', 'suggest_links', 'optimize_content'])[1 + s.n % 7],
      (array['manual', 'automation', 'schedule', 'direct'])[1 + s.n % 4], 1, m.model, m.model, m.price, m.kind::model_type, m.per_credit, m.per_image, 'formula', 'rounding',
      20, m.tokens, m.tokens / 4, m.images, m.credits, m.credits, 0, 0.0123, 'req_' || s.n, 1500, case when s.n % 97 = 0 then 'repaired' when s.n % 9973 = 0 then 'partial' else 'succeeded' end
    from generate_series(1, ${rows}::int) s (n)
    join seed_accounts a on a.n = case when s.n % 10 = 0 then 1 else 2 + (s.n::bigint * 7919 % (${accounts}::int - 1))::int end
    cross join lateral (select
      case when s.n % 7 = 4 then ${image.modelId}::uuid else ${text.modelId}::uuid end as model, case when s.n % 7 = 4 then ${image.priceId}::uuid else ${text.priceId}::uuid end as price,
      case when s.n % 7 = 4 then 'image' else 'text' end as kind, case when s.n % 7 = 4 then null else 1000 end as per_credit, case when s.n % 7 = 4 then 5 end as per_image,
      case when s.n % 7 = 4 then null else 4000 end as tokens, case when s.n % 7 = 4 then 3 end as images, case when s.n % 7 = 4 then 15 else 5 end as credits) m`;
}

async function inTurns<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

import type { Sql } from '../../db/client.ts';

/** The rows that one reserve and one settle write, each as a single prepared statement with no function, check of a repeat or rule around it. */
export interface Bare {
  reserve(id: string, accountId: string): Promise<unknown>;
  settle(id: string, usageId: string, transactionId: string): Promise<unknown>;
}

export function bare(sql: Sql, model: { modelId: string; priceId: string }, now: Date): Bare {
  const at = now.toISOString();
  const deadline = new Date(now.getTime() + 600_000).toISOString();
  return {
    reserve: (id, accountId) => sql`
      with a as (update credit_accounts set held = held + 5 where account_id = ${accountId} and balance - held >= 5 returning account_id)
      insert into credit_reservations (id, account_id, key, request_hash, amount, deadline, price_id, model_type, tokens_per_credit, model_id, served_model_id, operation, trigger, attempt, created_at)
      select ${id}, a.account_id, ${id}, 'hash', 5, ${deadline}::timestamptz, p.id, p.model_type, p.tokens_per_credit, p.model_id, p.model_id, 'generate_content', 'manual', 1, ${at}::timestamptz
      from a, model_prices p where p.id = ${model.priceId}`,
    settle: (id, usageId, transactionId) => sql`
      with r as (
        update credit_reservations set state = 'posted', ended_at = ${at}::timestamptz, end_hash = 'hash', usage_id = ${usageId} where id = ${id} and state = 'pending' returning *
      ), a as (
        update credit_accounts c set held = held - r.amount, balance = balance - 4, sequence = sequence + 1 from r where c.account_id = r.account_id returning c.*
      ), g as (
        update credit_grants g set remaining = remaining - 4 from a
        where g.id = (select id from credit_grants where account_id = a.account_id and is_open order by expires_at, priority, id limit 1) returning g.id, g.account_id
      ), tx as (
        insert into credit_transactions (id, account_id, sequence, kind, amount, balance_after, reservation_id, usage_id, actor_kind, actor_label, at)
        select ${transactionId}, account_id, sequence, 'usage', -4, balance, ${id}, ${usageId}, 'system', 'bench', ${at}::timestamptz from a
      ), entries as (
        insert into credit_entries (transaction_id, line, account_id, book, grant_id, amount)
        select ${transactionId}::uuid, 1, account_id, 'customer', id, -4 from g union all select ${transactionId}::uuid, 2, account_id, 'revenue', null, 4 from g
      ), usage as (
        insert into usage_logs (id, at, account_id, reservation_id, operation, trigger, attempt, model_id, served_model_id, price_id, model_type, tokens_per_credit, formula, rounding, reserved,
          input_tokens, output_tokens, credits, charged, shortfall, provider_cost_usd, duration_ms, outcome)
        select ${usageId}, ${at}::timestamptz, r.account_id, r.id, r.operation, r.trigger, 1, r.model_id, r.served_model_id, r.price_id, r.model_type, r.tokens_per_credit,
          'ceil((input_tokens + output_tokens) / tokens_per_credit)', 'up, each call by itself', r.amount, 3000, 500, 4, 4, 0, 0.01, 5, 'succeeded' from r
      )
      insert into usage_days as d (account_id, day, operation, model_id, site_id, trigger, calls, tokens, images, credits, charged, unrounded, provider_cost_usd, uncosted)
      select account_id, ${at}::date, operation, model_id, null, trigger, 1, 3500, 0, 4, 4, 3.5, 0.01, 0 from r
      on conflict (account_id, day, operation, model_id, site_id, trigger) do update set calls = d.calls + 1, tokens = d.tokens + excluded.tokens, credits = d.credits + excluded.credits,
        charged = d.charged + excluded.charged, unrounded = d.unrounded + excluded.unrounded, provider_cost_usd = d.provider_cost_usd + excluded.provider_cost_usd, uncosted = d.uncosted + excluded.uncosted`,
  };
}

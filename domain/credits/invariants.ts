/** A sentence that must always be true, and a query that returns the rows for which it is not: account_id, subject, detail. `$now` stands for the time of the check. */
export interface Invariant {
  name: string;
  sentence: string;
  query: string;
}

const live = `(select * from usage_logs where source = 'live')`;
const tokens = 'coalesce(input_tokens, 0) + coalesce(output_tokens, 0)';

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'balance_is_sum_of_entries',
    sentence: 'Each balance is the sum of its entries.',
    query: `select a.account_id, a.account_id::text as subject, format('balance %s, entries %s', a.balance, coalesce(e.total, 0)) as detail
      from credit_accounts a left join (select account_id, sum(amount) as total from credit_entries where book = 'customer' group by 1) e using (account_id) where a.balance <> coalesce(e.total, 0)`,
  },
  {
    name: 'entries_sum_to_zero',
    sentence: 'The entries of each transaction sum to zero.',
    query: `select (array_agg(account_id))[1] as account_id, transaction_id::text as subject, format('sum %s', sum(amount)) as detail from credit_entries group by transaction_id having sum(amount) <> 0`,
  },
  {
    name: 'transaction_is_its_entries',
    sentence: 'Each transaction has entries of its own account, and its amount is what they move.',
    query: `select t.account_id, t.id::text as subject, format('amount %s, entries %s', t.amount, coalesce(e.moved::text, 'none')) as detail
      from credit_transactions t full join (
        select transaction_id, sum(amount) filter (where book = 'customer') as moved, min(account_id::text) as one, max(account_id::text) as other from credit_entries group by 1
      ) e on e.transaction_id = t.id
      where t.id is null or e.transaction_id is null or t.amount <> coalesce(e.moved, 0) or e.one <> e.other or e.one <> t.account_id::text`,
  },
  {
    name: 'ledger_is_unbroken',
    sentence:
      'Transactions are numbered without a gap, each balance follows from the one before, and the last is the account’s.',
    query: `select account_id, id::text as subject, format('number %s after %s, balance %s', sequence, previous, balance_after) as detail from (
        select account_id, id, sequence, amount, balance_after, coalesce(lag(sequence) over w, 0) as previous, coalesce(lag(balance_after) over w, 0) as before
        from credit_transactions window w as (partition by account_id order by sequence)
      ) chain where sequence <> previous + 1 or balance_after <> before + amount
      union all
      select a.account_id, a.account_id::text, format('account at number %s with %s, ledger at %s with %s', a.sequence, a.balance, coalesce(l.sequence, 0), coalesce(l.balance_after, 0))
      from credit_accounts a left join lateral (select sequence, balance_after from credit_transactions t where t.account_id = a.account_id order by sequence desc limit 1) l on true
      where a.sequence <> coalesce(l.sequence, 0) or a.balance <> coalesce(l.balance_after, 0)`,
  },
  {
    name: 'held_is_sum_of_open_reservations',
    sentence: 'What an account holds is the sum of its open reservations.',
    query: `select a.account_id, a.account_id::text as subject, format('held %s, open reservations %s', a.held, coalesce(r.total, 0)) as detail
      from credit_accounts a left join (select account_id, sum(amount) as total from credit_reservations where state in ('pending', 'unknown') group by 1) r using (account_id) where a.held <> coalesce(r.total, 0)`,
  },
  {
    name: 'nothing_is_negative',
    sentence: 'No balance, hold or grant is below zero, and no hold above its balance.',
    query: `select account_id, account_id::text as subject, format('balance %s, held %s', balance, held) as detail from credit_accounts where balance < 0 or held < 0 or held > balance
      union all select account_id, id::text, format('balance after %s', balance_after) from credit_transactions where balance_after < 0
      union all select account_id, id::text, format('%s of %s left', remaining, amount) from credit_grants where remaining < 0 or remaining > amount`,
  },
  {
    name: 'grants_are_their_entries',
    sentence:
      'What is left of each grant is the sum of its entries, and an account’s grants make up its balance.',
    query: `select g.account_id, g.id::text as subject, format('%s left, entries %s', g.remaining, coalesce(e.total, 0)) as detail
      from credit_grants g left join (select grant_id, sum(amount) as total from credit_entries where grant_id is not null group by 1) e on e.grant_id = g.id where g.remaining <> coalesce(e.total, 0)
      union all select a.account_id, a.account_id::text, format('balance %s, grants %s', a.balance, coalesce(g.total, 0))
      from credit_accounts a left join (select account_id, sum(remaining) as total from credit_grants group by 1) g using (account_id) where a.balance <> coalesce(g.total, 0)`,
  },
  {
    name: 'no_reservation_past_its_limit',
    sentence: 'No reservation is open more than a minute past its time limit.',
    query: `select account_id, id::text as subject, format('%s since %s', state, deadline) as detail from credit_reservations where state in ('pending', 'unknown') and deadline < $now::timestamptz - interval '1 minute'`,
  },
  {
    name: 'no_grant_past_its_expiry',
    sentence: 'No credits are left more than a minute past their expiry, but for those that open calls hold.',
    query: `select g.account_id, g.id::text as subject, format('%s left since %s', g.remaining, g.expires_at) as detail from credit_grants g join credit_accounts a using (account_id)
      where g.is_open and g.expires_at < $now::timestamptz - interval '1 minute' and a.balance > a.held`,
  },
  {
    name: 'settled_at_most_once',
    sentence: 'Each attempt is settled at most once: one usage row, and one charge when it cost something.',
    query: `select account_id, reservation_id::text as subject, format('%s usage rows', count(*)) as detail from ${live} u group by account_id, reservation_id having count(*) > 1
      union all select account_id, reservation_id::text, format('%s charges', count(*)) from credit_transactions where reservation_id is not null group by account_id, reservation_id having count(*) > 1`,
  },
  {
    name: 'settlements_have_their_rows',
    sentence: 'Each settled reservation has its usage row, and none that was released has a charge.',
    query: `select r.account_id, r.id::text as subject, format('%s, usage row %s, charged %s', r.state, coalesce(u.id::text, 'missing'), coalesce(-t.amount, 0)) as detail
      from credit_reservations r left join ${live} u on u.id = r.usage_id and u.at = r.ended_at left join credit_transactions t on t.reservation_id = r.id
      where (r.state = 'posted' and u.id is null) or (r.state <> 'posted' and t.id is not null) or (r.state in ('pending', 'unknown', 'expired') and r.usage_id is not null)
      union all select u.account_id, u.id::text, 'usage without its reservation' from ${live} u left join credit_reservations r on r.id = u.reservation_id and r.usage_id = u.id where r.id is null`,
  },
  {
    name: 'usage_is_charged',
    sentence: 'Each usage row’s charge is exactly its transaction.',
    query: `select coalesce(u.account_id, t.account_id) as account_id, coalesce(u.id, t.usage_id, t.id)::text as subject, format('usage says %s, ledger %s', coalesce(u.charged::text, 'nothing'), coalesce((-t.amount)::text, 'nothing')) as detail
      from (select * from ${live} l where credits > 0) u full join (select * from credit_transactions where kind = 'usage') t on t.usage_id = u.id and t.reservation_id = u.reservation_id
      where u.id is null or t.id is null or u.charged <> -t.amount or u.account_id <> t.account_id or u.credits <> u.charged + u.shortfall`,
  },
  {
    name: 'charges_follow_the_price',
    sentence: 'Each charge recomputes from its price version and what was used, and never exceeds it.',
    query: `select u.account_id, u.id::text as subject, format('%s credits, recomputed %s', u.credits, credits_for(u.tokens_per_credit, u.credits_per_image, ${tokens}, u.images)) as detail
      from ${live} u left join model_prices p on p.id = u.price_id
      where u.credits <> credits_for(u.tokens_per_credit, u.credits_per_image, ${tokens}, u.images) or u.charged > u.credits
        or p.id is null or p.tokens_per_credit is distinct from u.tokens_per_credit or p.credits_per_image is distinct from u.credits_per_image or p.model_id <> u.model_id`,
  },
  {
    name: 'refunds_within_their_charge',
    sentence: 'Refunds never exceed the charge they give back, and go to its account.',
    query: `select r.account_id, r.refund_of::text as subject, format('charged %s, refunded %s', coalesce(-min(t.amount), 0), sum(r.amount)) as detail
      from credit_transactions r left join credit_transactions t on t.id = r.refund_of and t.account_id = r.account_id and t.kind = 'usage'
      where r.kind = 'refund' group by r.account_id, r.refund_of having sum(r.amount) > coalesce(-min(t.amount), 0)`,
  },
  {
    name: 'keys_are_used_once',
    sentence: 'No idempotency key was booked or reserved twice.',
    query: `select account_id, key as subject, format('%s bookings', count(*)) as detail from credit_transactions where key is not null group by account_id, key having count(*) > 1
      union all select account_id, key, format('%s reservations', count(*)) from credit_reservations group by account_id, key having count(*) > 1`,
  },
  {
    name: 'daily_sums_are_the_usage',
    sentence: 'The daily sums are the sums of the usage log.',
    query: `select coalesce(d.account_id, u.account_id) as account_id, coalesce(d.day, u.day)::text as subject, format('day says %s calls and %s credits, log %s and %s', d.calls, d.credits, u.calls, u.credits) as detail
      from (select account_id, day, sum(calls) as calls, sum(tokens) as tokens, sum(images) as images, sum(credits) as credits, sum(charged) as charged, sum(provider_cost_usd) as cost, sum(uncosted) as uncosted from usage_days group by 1, 2) d
      full join (select account_id, (at at time zone 'UTC')::date as day, count(*) as calls, sum(${tokens}) as tokens, sum(coalesce(images, 0)) as images, sum(credits) as credits, sum(charged) as charged, sum(coalesce(provider_cost_usd, 0)) as cost, count(*) filter (where provider_cost_usd is null and charged > 0) as uncosted
        from usage_logs group by 1, 2) u on u.account_id = d.account_id and u.day = d.day
      where (d.calls, d.tokens, d.images, d.credits, d.charged, d.cost, d.uncosted) is distinct from (u.calls, u.tokens, u.images, u.credits, u.charged, u.cost, u.uncosted)`,
  },
  {
    name: 'totals_are_the_daily_sums',
    sentence: 'The totals of closed days are the sums of all accounts’ days.',
    query: `select null::uuid as account_id, coalesce(t.day, d.day)::text as subject, format('totals say %s calls and %s credits, days %s and %s', t.calls, t.credits, d.calls, d.credits) as detail
      from (select day, sum(calls) as calls, sum(credits) as credits, sum(charged) as charged, sum(provider_cost_usd) as cost, sum(uncosted) as uncosted from usage_totals group by 1) t
      full join (select day, sum(calls) as calls, sum(credits) as credits, sum(charged) as charged, sum(provider_cost_usd) as cost, sum(uncosted) as uncosted
        from usage_days where day <= (select usage_closed from platform_settings) group by 1) d on d.day = t.day
      where (t.calls, t.credits, t.charged, t.cost, t.uncosted) is distinct from (d.calls, d.credits, d.charged, d.cost, d.uncosted)`,
  },
];

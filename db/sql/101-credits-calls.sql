-- Reserve, settle, void: one round trip each, the guard inside the statement. Locks are always taken in this order:
-- reservation, account, grants. Every change of a grant happens under its account's lock.

-- Once for each crossing of the threshold downwards.
create or replace function raise_low_balance(p_account uuid, p_now timestamptz) returns void language plpgsql as $$
declare a record;
begin
  update credit_accounts set is_low = true where account_id = p_account and not is_low and balance < low_balance_threshold
  returning balance, low_balance_threshold, sequence into a;
  if not found then return; end if;
  insert into notices (id, audience, account_id, kind, key, title, body, link, created_at)
  values (new_uuid7(), 'account', p_account, 'credits.low', p_account || ':' || a.sequence, 'Credits are running low',
          format('%s credits are left; you asked to be told below %s.', a.balance, a.low_balance_threshold), '/credits', p_now)
  on conflict do nothing;
end $$;

-- Takes credits from the account's grants, soonest to expire first, and writes the transaction's entries in one statement.
create or replace function spend_grants(p_account uuid, p_transaction uuid, p_amount bigint, p_book text, p_absorbed bigint) returns void language plpgsql as $$
declare
  g record;
  rest bigint := p_amount;
  part bigint;
  ids uuid[] := '{}';
  parts bigint[] := '{}';
begin
  for g in select id, remaining from credit_grants where account_id = p_account and is_open order by expires_at, priority, id loop
    exit when rest = 0;
    part := least(rest, g.remaining);
    update credit_grants set remaining = remaining - part where id = g.id;
    ids := ids || g.id;
    parts := parts || part;
    rest := rest - part;
  end loop;
  if rest > 0 then
    raise exception 'the grants of account % hold % credits less than its balance', p_account, rest using errcode = 'data_corrupted';
  end if;
  insert into credit_entries (transaction_id, line, account_id, book, grant_id, amount)
  select p_transaction, n, p_account, 'customer', ids[n], -parts[n] from generate_subscripts(ids, 1) n
  union all select p_transaction, cardinality(ids) + 1, p_account, p_book, null, p_amount + p_absorbed where p_amount + p_absorbed > 0
  union all select p_transaction, cardinality(ids) + 2, p_account, 'absorbed', null, -p_absorbed where p_absorbed > 0;
end $$;

create or replace function credits_reserve(
  p_account uuid, p_id uuid, p_key text, p_hash text, p_amount bigint, p_now timestamptz, p_deadline timestamptz, p_price uuid, p_model uuid, p_served uuid,
  p_site uuid, p_user uuid, p_run uuid, p_operation text, p_trigger text, p_attempt integer
) returns table (status text, reservation_id uuid, fence integer, amount bigint, state text, available bigint)
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
#variable_conflict use_column
declare
  a record;
  price record;
  r record;
begin
  for round in 1..2 loop
    -- The guard: re-evaluated on the newest row after the wait for its lock. Everything else hangs on it.
    update credit_accounts set held = held + p_amount
    where account_id = p_account and balance - held >= p_amount and (next_expiry is null or next_expiry > p_now)
    returning balance - held as free into a;
    if found then
      select model_type, tokens_per_credit, credits_per_image into price from model_prices
      where id = p_price and model_id = p_model and cancelled_at is null and effective_from <= p_now;
      if not found then raise exception 'price % is not in force for model %', p_price, p_model using errcode = 'check_violation', constraint = 'credit_reservations_price_in_force'; end if;
      insert into credit_reservations (id, account_id, key, request_hash, amount, deadline, price_id, model_type, tokens_per_credit, credits_per_image,
        model_id, served_model_id, site_id, user_id, run_id, operation, trigger, attempt, created_at)
      values (p_id, p_account, p_key, p_hash, p_amount, p_deadline, p_price, price.model_type, price.tokens_per_credit, price.credits_per_image,
        p_model, p_served, p_site, p_user, p_run, p_operation, p_trigger, p_attempt, p_now)
      on conflict (account_id, key) do nothing;
      if found then
        return query select 'reserved', p_id, 1, p_amount, 'pending', a.free;
        return;
      end if;
      update credit_accounts set held = held - p_amount where account_id = p_account; -- the key was used before: nothing more is held
    end if;
    select * into r from credit_reservations where account_id = p_account and key = p_key;
    if found then
      return query select case when r.request_hash = p_hash then 'repeated' else 'reused' end, r.id, r.fence, r.amount, r.state, 0::bigint;
      return;
    end if;
    select balance - held as free, next_expiry <= p_now as due into a from credit_accounts where account_id = p_account;
    if not found then return query select 'no_account', null::uuid, 0, 0::bigint, '', 0::bigint; return; end if;
    exit when a.due is not true;
    perform expire_grants(p_account, p_now); -- credits that have expired by now are booked out first
    select balance - held as free into a from credit_accounts where account_id = p_account;
    exit when a.free < p_amount; -- an expired grant stays open only while open calls hold all there is
  end loop;
  return query select 'insufficient', null::uuid, 0, p_amount, '', a.free;
end $$;

create or replace function credits_settle(
  p_reservation uuid, p_fence integer, p_usage uuid, p_transaction uuid, p_hash text, p_now timestamptz,
  p_input bigint, p_cached bigint, p_output bigint, p_reasoning bigint, p_images bigint, p_cost numeric, p_request text, p_duration integer, p_outcome text,
  p_actor_kind text, p_actor_id uuid, p_actor_label text
) returns table (status text, usage_id uuid, credits bigint, charged bigint, shortfall bigint, state text)
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
#variable_conflict use_column
declare
  r credit_reservations;
  a record;
  due bigint;
  paid bigint;
begin
  update credit_reservations set state = 'posted', ended_at = p_now, end_hash = p_hash, usage_id = p_usage
  where id = p_reservation and fence = p_fence and state in ('pending', 'unknown') returning * into r;
  if not found then
    return query select * from answer_ended(p_reservation, p_fence, p_hash, 'posted', p_now, coalesce(p_input, 0) + coalesce(p_output, 0), p_images, p_cost, p_request);
    return;
  end if;
  due := credits_for(r.tokens_per_credit, r.credits_per_image, coalesce(p_input, 0) + coalesce(p_output, 0), p_images);
  paid := due;
  if due > r.amount then
    -- More than was reserved: as much of it as is free and has not expired; the platform bears the rest.
    select balance - held as free, next_expiry <= p_now as due into a from credit_accounts where account_id = r.account_id for update;
    if a.due then
      perform expire_grants(r.account_id, p_now);
      select balance - held as free into a from credit_accounts where account_id = r.account_id;
    end if;
    paid := r.amount + least(due - r.amount, greatest(a.free, 0));
  end if;
  update credit_accounts set held = held - r.amount, balance = balance - paid, sequence = sequence + (due > 0)::integer
  where account_id = r.account_id returning balance, sequence, is_low, low_balance_threshold into a;
  if due > 0 then
    insert into credit_transactions (id, account_id, sequence, kind, amount, balance_after, reservation_id, usage_id, actor_kind, actor_id, actor_label, at)
    values (p_transaction, r.account_id, a.sequence, 'usage', -paid, a.balance, r.id, p_usage, p_actor_kind, p_actor_id, p_actor_label, p_now);
    perform spend_grants(r.account_id, p_transaction, paid, 'revenue', due - paid);
    if not a.is_low and a.balance < a.low_balance_threshold then perform raise_low_balance(r.account_id, p_now); end if;
  end if;
  perform log_usage(r, p_usage, p_now, p_input, p_cached, p_output, p_reasoning, p_images, due, paid, p_cost, p_request, p_duration,
    case when coalesce(p_input, 0) + coalesce(p_output, 0) + coalesce(p_images, 0) = 0 then 'nothing_produced' else p_outcome end);
  return query select 'settled', p_usage, due, paid, due - paid, 'posted';
end $$;

create or replace function credits_void(
  p_reservation uuid, p_fence integer, p_usage uuid, p_hash text, p_now timestamptz, p_reason text, p_outcome text, p_cost numeric, p_request text, p_duration integer
) returns table (status text, usage_id uuid, credits bigint, charged bigint, shortfall bigint, state text)
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
#variable_conflict use_column
declare
  r credit_reservations;
begin
  update credit_reservations set state = 'voided', ended_at = p_now, end_hash = p_hash, reason = p_reason, usage_id = case when p_outcome is not null then p_usage end
  where id = p_reservation and fence = p_fence and state in ('pending', 'unknown') returning * into r;
  if not found then
    return query select * from answer_ended(p_reservation, p_fence, p_hash, 'voided', p_now, null, null, p_cost, p_request);
    return;
  end if;
  update credit_accounts set held = held - r.amount where account_id = r.account_id;
  if p_outcome is not null then
    perform log_usage(r, p_usage, p_now, null, null, null, null, null, 0, 0, p_cost, p_request, p_duration, p_outcome);
  end if;
  return query select 'voided', r.usage_id, 0::bigint, 0::bigint, 0::bigint, 'voided';
end $$;

-- What a settle or void gets that found no open reservation under its fence: its own first answer, or a refusal, which is recorded.
create or replace function answer_ended(
  p_reservation uuid, p_fence integer, p_hash text, p_wanted text, p_now timestamptz, p_tokens bigint, p_images bigint, p_cost numeric, p_request text
) returns table (status text, usage_id uuid, credits bigint, charged bigint, shortfall bigint, state text) language plpgsql as $$
#variable_conflict use_column
declare
  r credit_reservations;
  u record;
begin
  select * into r from credit_reservations where id = p_reservation;
  if not found then return query select 'not_found', null::uuid, 0::bigint, 0::bigint, 0::bigint, ''; return; end if;
  if r.state = p_wanted and r.fence = p_fence then
    select credits, charged, shortfall into u from usage_logs where id = r.usage_id and at = r.ended_at;
    return query select case when r.end_hash = p_hash then 'repeated' else 'reused' end, r.usage_id, coalesce(u.credits, 0), coalesce(u.charged, 0), coalesce(u.shortfall, 0), r.state;
    return;
  end if;
  if p_wanted = 'posted' then
    insert into credit_late_settlements (id, reservation_id, account_id, fence, state, credits, provider_cost_usd, provider_request_id, at)
    values (new_uuid7(), r.id, r.account_id, p_fence, r.state, credits_for(r.tokens_per_credit, r.credits_per_image, p_tokens, p_images), p_cost, p_request, p_now)
    on conflict do nothing;
  end if;
  return query select 'late', r.usage_id, 0::bigint, 0::bigint, 0::bigint, r.state;
end $$;

-- Credits that come in, go back, are taken or expire, and the care of reservations whose holder is gone.

-- The answer to a key that was used before, or no row.
create or replace function earlier_booking(p_account uuid, p_key text, p_hash text) returns table (status text, transaction_id uuid, amount bigint, balance_after bigint) language sql as $$
  select case when t.request_hash = p_hash then 'repeated' else 'reused' end, t.id, t.amount, t.balance_after
  from credit_transactions t where t.account_id = p_account and t.key = p_key;
$$;

create or replace function credits_grant(
  p_account uuid, p_transaction uuid, p_grant uuid, p_key text, p_hash text, p_kind text, p_amount bigint, p_priority integer, p_expires timestamptz, p_reason text,
  p_actor_kind text, p_actor_id uuid, p_actor_label text, p_now timestamptz
) returns table (status text, transaction_id uuid, amount bigint, balance_after bigint)
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
#variable_conflict use_column
declare a record;
begin
  perform from credit_accounts where account_id = p_account for update;
  if not found then return query select 'no_account', null::uuid, 0::bigint, 0::bigint; return; end if;
  return query select * from earlier_booking(p_account, p_key, p_hash);
  if found then return; end if;
  update credit_accounts set balance = balance + p_amount, sequence = sequence + 1, next_expiry = least(next_expiry, p_expires),
    is_low = is_low and balance + p_amount < low_balance_threshold
  where account_id = p_account returning balance, sequence into a;
  insert into credit_transactions (id, account_id, sequence, kind, amount, balance_after, key, request_hash, reason, actor_kind, actor_id, actor_label, at)
  values (p_transaction, p_account, a.sequence, p_kind, p_amount, a.balance, p_key, p_hash, p_reason, p_actor_kind, p_actor_id, p_actor_label, p_now);
  insert into credit_grants (id, account_id, transaction_id, amount, remaining, priority, expires_at, reason, created_at)
  values (p_grant, p_account, p_transaction, p_amount, p_amount, p_priority, p_expires, p_reason, p_now);
  insert into credit_entries (transaction_id, line, account_id, book, grant_id, amount)
  values (p_transaction, 1, p_account, 'customer', p_grant, p_amount),
         (p_transaction, 2, p_account, case p_kind when 'grant' then 'granted' when 'purchase' then 'purchased' else 'adjusted' end, null, -p_amount);
  return query select 'booked', p_transaction, p_amount, a.balance;
end $$;

-- Takes credits back (an adjustment below zero). Never more than is available.
create or replace function credits_withdraw(
  p_account uuid, p_transaction uuid, p_key text, p_hash text, p_amount bigint, p_reason text, p_actor_kind text, p_actor_id uuid, p_actor_label text, p_now timestamptz
) returns table (status text, transaction_id uuid, amount bigint, balance_after bigint)
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
#variable_conflict use_column
declare a record;
begin
  perform from credit_accounts where account_id = p_account for update;
  if not found then return query select 'no_account', null::uuid, 0::bigint, 0::bigint; return; end if;
  return query select * from earlier_booking(p_account, p_key, p_hash);
  if found then return; end if;
  perform expire_grants(p_account, p_now);
  update credit_accounts set balance = balance - p_amount, sequence = sequence + 1
  where account_id = p_account and balance - held >= p_amount returning balance, sequence into a;
  if not found then
    return query select 'insufficient', null::uuid, balance - held, balance from credit_accounts where account_id = p_account;
    return;
  end if;
  insert into credit_transactions (id, account_id, sequence, kind, amount, balance_after, key, request_hash, reason, actor_kind, actor_id, actor_label, at)
  values (p_transaction, p_account, a.sequence, 'adjustment', -p_amount, a.balance, p_key, p_hash, p_reason, p_actor_kind, p_actor_id, p_actor_label, p_now);
  perform spend_grants(p_account, p_transaction, p_amount, 'adjusted', 0);
  perform raise_low_balance(p_account, p_now);
  return query select 'booked', p_transaction, -p_amount, a.balance;
end $$;

-- Gives back a charge, or part of it, to the grants that paid, the last used first. What returns to a grant that has expired
-- meanwhile expires with it, in a booking of its own.
create or replace function credits_refund(
  p_account uuid, p_transaction uuid, p_usage uuid, p_amount bigint, p_key text, p_hash text, p_reason text, p_actor_kind text, p_actor_id uuid, p_actor_label text, p_now timestamptz
) returns table (status text, transaction_id uuid, amount bigint, balance_after bigint)
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
#variable_conflict use_column
declare
  a record;
  paid record;
  g record;
  left_over bigint;
  rest bigint;
  part bigint;
  ids uuid[] := '{}';
  parts bigint[] := '{}';
begin
  perform from credit_accounts where account_id = p_account for update;
  if not found then return query select 'no_account', null::uuid, 0::bigint, 0::bigint; return; end if;
  return query select * from earlier_booking(p_account, p_key, p_hash);
  if found then return; end if;
  select t.id, -t.amount as amount into paid from usage_logs u join credit_transactions t on t.reservation_id = u.reservation_id
  where u.id = p_usage and u.account_id = p_account and t.account_id = p_account;
  if not found then return query select 'not_charged', null::uuid, 0::bigint, 0::bigint; return; end if;
  left_over := paid.amount - coalesce((select sum(amount) from credit_transactions where refund_of = paid.id), 0);
  rest := coalesce(p_amount, left_over);
  if rest > left_over or rest < 1 then return query select 'too_much', null::uuid, left_over, 0::bigint; return; end if;
  update credit_accounts set balance = balance + rest, sequence = sequence + 1, is_low = is_low and balance + rest < low_balance_threshold
  where account_id = p_account returning balance, sequence, rest as given into a;
  insert into credit_transactions (id, account_id, sequence, kind, amount, balance_after, key, request_hash, usage_id, refund_of, reason, actor_kind, actor_id, actor_label, at)
  values (p_transaction, p_account, a.sequence, 'refund', rest, a.balance, p_key, p_hash, p_usage, paid.id, p_reason, p_actor_kind, p_actor_id, p_actor_label, p_now);
  for g in
    select e.grant_id, -sum(e.amount) as used, max(e.line) filter (where e.transaction_id = paid.id) as line
    from credit_entries e
    where e.book = 'customer' and (e.transaction_id = paid.id or e.transaction_id in (select id from credit_transactions where refund_of = paid.id))
    group by e.grant_id having sum(e.amount) < 0 order by line desc
  loop
    exit when rest = 0;
    part := least(rest, g.used);
    update credit_grants set remaining = remaining + part where id = g.grant_id;
    update credit_accounts set next_expiry = least(next_expiry, (select expires_at from credit_grants where id = g.grant_id)) where account_id = p_account;
    ids := ids || g.grant_id;
    parts := parts || part;
    rest := rest - part;
  end loop;
  insert into credit_entries (transaction_id, line, account_id, book, grant_id, amount)
  select p_transaction, n, p_account, 'customer', ids[n], parts[n] from generate_subscripts(ids, 1) n
  union all select p_transaction, cardinality(ids) + 1, p_account, 'refunded', null, -a.given;
  perform expire_grants(p_account, p_now);
  return query select 'booked', p_transaction, a.given, a.balance;
end $$;

-- Books out what has expired. Credits that open calls hold stay until those calls end.
create or replace function expire_grants(p_account uuid, p_now timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
declare
  a record;
  g record;
  part bigint;
  booking uuid;
  booked integer := 0;
begin
  select balance - held as free into a from credit_accounts where account_id = p_account for update;
  for g in select id, remaining, reason from credit_grants where account_id = p_account and is_open and expires_at <= p_now order by expires_at, priority, id loop
    part := least(g.remaining, a.free);
    exit when part = 0;
    booking := new_uuid7();
    update credit_grants set remaining = remaining - part where id = g.id;
    update credit_accounts set balance = balance - part, sequence = sequence + 1 where account_id = p_account;
    insert into credit_transactions (id, account_id, sequence, kind, amount, balance_after, reason, actor_kind, actor_label, at)
    select booking, p_account, sequence, 'expiry', -part, balance, 'Expired: ' || g.reason, 'system', 'ledger', p_now from credit_accounts where account_id = p_account;
    insert into credit_entries (transaction_id, line, account_id, book, grant_id, amount)
    values (booking, 1, p_account, 'customer', g.id, -part), (booking, 2, p_account, 'expired', null, part);
    a.free := a.free - part;
    booked := booked + 1;
  end loop;
  update credit_accounts set next_expiry = (select min(expires_at) from credit_grants where account_id = p_account and is_open) where account_id = p_account;
  if booked > 0 then perform raise_low_balance(p_account, p_now); end if;
  return booked;
end $$;

-- The answer to a call was lost: its credits stay held, until it is reconciled or the new deadline passes.
create or replace function credits_mark_unknown(p_reservation uuid, p_fence integer, p_reason text, p_deadline timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
begin
  update credit_reservations set state = 'unknown', reason = p_reason, deadline = p_deadline where id = p_reservation and fence = p_fence and state in ('pending', 'unknown');
  return case when found then 'unknown' else coalesce((select state from credit_reservations where id = p_reservation), 'not_found') end;
end $$;

-- Another worker takes an open reservation over: the one before it can settle no more. Returns the new fence, null when it has ended.
create or replace function credits_take_over(p_reservation uuid, p_fence integer, p_deadline timestamptz) returns integer
language sql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
  update credit_reservations set fence = fence + 1, deadline = p_deadline where id = p_reservation and fence = p_fence and state in ('pending', 'unknown') returning fence;
$$;

-- Releases what is held past its deadline, with a new fence, so that whoever held it can settle no more. A call whose outcome
-- stayed unknown until then costs the customer nothing. Skips rows that are being settled at this moment.
create or replace function credits_sweep(p_now timestamptz, p_limit integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
declare
  due uuid[];
  r record;
begin
  select array_agg(id) into due from (
    select id from credit_reservations where state in ('pending', 'unknown') and deadline <= p_now order by deadline limit p_limit for update skip locked) locked;
  for r in select id, account_id, amount, state from credit_reservations where id = any (due) order by account_id, id loop -- accounts in order: two sweepers cannot cross
    update credit_reservations set state = 'expired', fence = fence + 1, ended_at = p_now,
      reason = case r.state when 'unknown' then 'its outcome was still unknown at the deadline' else 'not settled before its deadline' end where id = r.id;
    update credit_accounts set held = held - r.amount where account_id = r.account_id;
  end loop;
  return coalesce(cardinality(due), 0);
end $$;

-- Books out expired credits of every account that has some, makes the partitions of the months ahead, sums the days that are over.
create or replace function credits_tidy(p_now timestamptz, p_limit integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
declare
  a uuid;
  booked integer := 0;
begin
  perform ensure_usage_partition(p_now + make_interval(months => ahead)) from generate_series(0, 2) ahead;
  perform close_usage_days(p_now);
  for a in select account_id from credit_accounts where next_expiry <= p_now and balance > held order by account_id limit p_limit loop
    booked := booked + expire_grants(a, p_now);
  end loop;
  return booked;
end $$;

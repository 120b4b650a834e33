-- The ledger's base: price rule, usage log, what may never change, who may write. The functions that move credits are in 101 to 103;
-- they alone write these tables (the application role may only read them), so no code path can pass them by.

-- The rule of domain/credits/price.ts, for charges and reports inside the database. Integers only.
create or replace function credits_for(tokens_per_credit bigint, credits_per_image bigint, total_tokens bigint, images bigint) returns bigint
language sql immutable parallel safe as $$
  select case when tokens_per_credit is not null then (coalesce(total_tokens, 0) + tokens_per_credit - 1) / tokens_per_credit
              else credits_per_image * coalesce(images, 0) end;
$$;

-- UUIDv7 for rows that the database makes itself (PostgreSQL 15 to 17 have no uuidv7()).
create or replace function new_uuid7() returns uuid language sql volatile parallel safe as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
$$;

-- The usage log, partitioned by month of `at` (UTC). db/schema/usage-logs.ts describes it to queries.
create table if not exists usage_logs (
  id uuid not null, at timestamptz not null, account_id uuid not null, site_id uuid, user_id uuid, run_id uuid, reservation_id uuid,
  operation text not null, trigger text not null, attempt integer not null,
  model_id uuid, served_model_id uuid, price_id uuid, model_type model_type, tokens_per_credit bigint, credits_per_image bigint,
  formula text not null, rounding text not null, reserved bigint,
  input_tokens bigint, cached_tokens bigint, output_tokens bigint, reasoning_tokens bigint, images bigint,
  credits bigint not null, charged bigint not null, shortfall bigint not null,
  provider_cost_usd numeric(18, 8), provider_request_id text, duration_ms integer, outcome text not null,
  source text not null default 'live', source_ref text,
  primary key (id, at),
  constraint usage_logs_adds_up check (credits = charged + shortfall and charged >= 0 and shortfall >= 0),
  constraint usage_logs_not_negative check (least(input_tokens, cached_tokens, output_tokens, reasoning_tokens, images, duration_ms, provider_cost_usd) >= 0)
) partition by range (at);
create index if not exists usage_logs_account on usage_logs (account_id, at desc, id desc);
create index if not exists usage_logs_time on usage_logs (at desc, id desc);
-- Few calls fail, and people look for these.
create index if not exists usage_logs_account_failed on usage_logs (account_id, at desc, id desc, outcome, operation, model_id, trigger) where outcome <> 'succeeded';
create index if not exists usage_logs_failed on usage_logs (at desc, id desc) where outcome <> 'succeeded';
create index if not exists usage_logs_failed_operation on usage_logs (operation, outcome, at desc, id desc) where outcome <> 'succeeded';
create index if not exists usage_logs_failed_model on usage_logs (model_id, outcome, at desc, id desc) where outcome <> 'succeeded';

-- Makes the partition of a month when it is missing. Made ahead by the sweeper; a settlement makes its own in a month nobody foresaw.
create or replace function ensure_usage_partition(moment timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first timestamptz := date_trunc('month', moment at time zone 'UTC') at time zone 'UTC';
  name text := 'usage_logs_' || to_char(moment at time zone 'UTC', 'YYYYMM');
begin
  if to_regclass(name) is not null then return; end if;
  perform pg_advisory_xact_lock(7164984);
  if to_regclass(name) is not null then return; end if;
  execute format('create table %I partition of usage_logs for values from (%L) to (%L)', name, first, (first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
  execute format('revoke all on %I from igny8_app', name); -- read through the parent, whose policy applies
  call protect_tenant_table(name::regclass);
  execute format('create trigger append_only_truncate before truncate on %I for each statement execute function refuse_change()', name);
end $$;

call make_append_only('usage_logs');
call make_append_only('credit_transactions');
call make_append_only('credit_entries');
call make_append_only('credit_late_settlements');
call make_append_only('credit_proofs');
select ensure_usage_partition(now() + make_interval(months => ahead)) from generate_series(-1, 3) ahead;

-- The lines of a transaction sum to zero; they are written in one statement.
create or replace function check_entries_balance() returns trigger language plpgsql as $$
begin
  if exists (select from fresh group by transaction_id having sum(amount) <> 0) then
    raise exception 'the entries of a transaction sum to zero' using errcode = 'check_violation', constraint = 'credit_entries_balance';
  end if;
  return null;
end $$;
create or replace trigger entries_balance after insert on credit_entries referencing new table as fresh for each statement execute function check_entries_balance();

-- A reservation's terms never change, and an ended one never changes at all.
create or replace function check_reservation_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('posted', 'voided', 'expired') or new.fence < old.fence or new.amount <> old.amount or new.account_id <> old.account_id
     or new.key <> old.key or new.price_id <> old.price_id or new.tokens_per_credit is distinct from old.tokens_per_credit or new.credits_per_image is distinct from old.credits_per_image then
    raise exception 'an ended reservation, or the terms of an open one, never change' using errcode = 'restrict_violation', constraint = 'credit_reservations_final';
  end if;
  return new;
end $$;
create or replace trigger reservation_change before update or delete on credit_reservations for each row execute function check_reservation_change();

-- Each account has its balance row from the start, and its own copy of the threshold.
create or replace function open_credit_account() returns trigger language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
begin
  insert into credit_accounts as a (account_id, low_balance_threshold) values (new.id, new.low_balance_threshold)
  on conflict (account_id) do update set low_balance_threshold = excluded.low_balance_threshold, is_low = a.balance < excluded.low_balance_threshold;
  return null;
end $$;
create or replace trigger credit_account after insert or update of low_balance_threshold on accounts for each row execute function open_credit_account();
do $$ begin
  perform set_config('app.accounts', '*', true);
  insert into credit_accounts (account_id, low_balance_threshold) select id, low_balance_threshold from accounts on conflict do nothing;
  insert into platform_settings (id) values (1) on conflict do nothing;
end $$;

call protect_tenant_table('credit_accounts');
call protect_tenant_table('credit_grants');
call protect_tenant_table('credit_transactions');
call protect_tenant_table('credit_entries');
call protect_tenant_table('credit_reservations');
call protect_tenant_table('credit_late_settlements');
call protect_tenant_table('usage_days');
call protect_tenant_table('usage_logs');

grant select on usage_logs to igny8_app;
revoke insert, update, delete on credit_accounts, credit_grants, credit_transactions, credit_entries, credit_reservations, credit_late_settlements, usage_days, usage_totals, usage_logs from igny8_app;

-- Hot rows: room on their page, so that an update stays there and touches no index.
alter table credit_accounts set (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.02);
alter table credit_grants set (fillfactor = 60);
alter table credit_reservations set (fillfactor = 70);
alter table usage_days set (fillfactor = 60);

-- The usage log and its daily sums, always written together.

-- Sums the days that are over for all accounts together: an hour after midnight, when the last settlement of the day is long in.
-- Whoever finds another at it leaves it to that one.
create or replace function close_usage_days(p_now timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
declare
  closed date;
  through date := ((p_now - interval '1 hour') at time zone 'UTC')::date - 1;
begin
  if not exists (select from platform_settings where usage_closed < through) then return; end if;
  select usage_closed into closed from platform_settings where usage_closed < through for update skip locked;
  if not found then return; end if;
  insert into usage_totals (day, operation, model_id, trigger, calls, tokens, images, credits, charged, unrounded, provider_cost_usd, uncosted)
  select day, operation, model_id, trigger, sum(calls), sum(tokens), sum(images), sum(credits), sum(charged), sum(unrounded), sum(provider_cost_usd), sum(uncosted)
  from usage_days where day > closed and day <= through group by 1, 2, 3, 4;
  update platform_settings set usage_closed = through;
end $$;

-- Something was added to a closed day (an import, a clock that was moved): it and the days after it are open again, until the next sweep.
create or replace function reopen_usage_days(p_day date) returns void language sql as $$
  update platform_settings set usage_closed = p_day - 1 where usage_closed >= p_day;
  delete from usage_totals where day >= p_day;
$$;

create or replace function log_usage(
  r credit_reservations, p_usage uuid, p_now timestamptz, p_input bigint, p_cached bigint, p_output bigint, p_reasoning bigint, p_images bigint,
  p_credits bigint, p_charged bigint, p_cost numeric, p_request text, p_duration integer, p_outcome text
) returns void language plpgsql as $$
begin
  if to_regclass('usage_logs_' || to_char(p_now at time zone 'UTC', 'YYYYMM')) is null then perform ensure_usage_partition(p_now); end if;
  insert into usage_logs (id, at, account_id, site_id, user_id, run_id, reservation_id, operation, trigger, attempt, model_id, served_model_id, price_id, model_type,
    tokens_per_credit, credits_per_image, formula, rounding, reserved, input_tokens, cached_tokens, output_tokens, reasoning_tokens, images,
    credits, charged, shortfall, provider_cost_usd, provider_request_id, duration_ms, outcome)
  values (p_usage, p_now, r.account_id, r.site_id, r.user_id, r.run_id, r.id, r.operation, r.trigger, r.attempt, r.model_id, r.served_model_id, r.price_id, r.model_type,
    r.tokens_per_credit, r.credits_per_image,
    case when r.tokens_per_credit is not null then 'ceil((input_tokens + output_tokens) / tokens_per_credit)' else 'images * credits_per_image' end,
    case when r.tokens_per_credit is not null then 'up, each call by itself' else 'none needed' end,
    r.amount, p_input, p_cached, p_output, p_reasoning, p_images, p_credits, p_charged, p_credits - p_charged, p_cost, p_request, p_duration, p_outcome);
  insert into usage_days as d (account_id, day, operation, model_id, site_id, trigger, calls, tokens, images, credits, charged, unrounded, provider_cost_usd, uncosted)
  values (r.account_id, (p_now at time zone 'UTC')::date, r.operation, r.model_id, r.site_id, r.trigger, 1, coalesce(p_input, 0) + coalesce(p_output, 0), coalesce(p_images, 0),
    p_credits, p_charged, case when r.tokens_per_credit is not null then (coalesce(p_input, 0) + coalesce(p_output, 0))::numeric / r.tokens_per_credit else p_credits end, coalesce(p_cost, 0),
    case when p_cost is null and p_charged > 0 then 1 else 0 end)
  on conflict (account_id, day, operation, model_id, site_id, trigger) do update set calls = d.calls + 1, tokens = d.tokens + excluded.tokens, images = d.images + excluded.images,
    credits = d.credits + excluded.credits, charged = d.charged + excluded.charged, unrounded = d.unrounded + excluded.unrounded,
    provider_cost_usd = d.provider_cost_usd + excluded.provider_cost_usd, uncosted = d.uncosted + excluded.uncosted;
  if (p_now at time zone 'UTC')::date <= (select usage_closed from platform_settings) then perform reopen_usage_days((p_now at time zone 'UTC')::date); end if;
end $$;

-- Usage of another installation, as history: it moves no credits. A row whose (id, at) is there already is passed over,
-- so that an import may be repeated. Takes an array of objects with the columns of usage_logs; returns how many rows were new.
create or replace function import_usage(p_rows jsonb, p_source text) returns bigint language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
declare
  added bigint;
  oldest date;
begin
  perform ensure_usage_partition(month) from (select distinct date_trunc('month', (value ->> 'at')::timestamptz, 'UTC') as month from jsonb_array_elements(p_rows)) months;
  with fresh as (
    insert into usage_logs (id, at, account_id, site_id, user_id, run_id, reservation_id, operation, trigger, attempt, model_id, served_model_id, price_id, model_type,
      tokens_per_credit, credits_per_image, formula, rounding, input_tokens, cached_tokens, output_tokens, reasoning_tokens, images,
      credits, charged, shortfall, provider_cost_usd, provider_request_id, duration_ms, outcome, source, source_ref)
    select id, date_trunc('milliseconds', at), account_id, site_id, user_id, null, null, operation, coalesce(trigger, 'direct'), coalesce(attempt, 1), model_id, coalesce(served_model_id, model_id), null, model_type,
      null, null, 'as recorded', 'as recorded', input_tokens, cached_tokens, output_tokens, reasoning_tokens, images,
      credits, credits, 0, provider_cost_usd, provider_request_id, duration_ms, coalesce(outcome, 'succeeded'), p_source, source_ref
    from jsonb_populate_recordset(null::usage_logs, p_rows)
    on conflict do nothing returning *
  ), summed as (
    insert into usage_days as d (account_id, day, operation, model_id, site_id, trigger, calls, tokens, images, credits, charged, unrounded, provider_cost_usd, uncosted)
    select account_id, (at at time zone 'UTC')::date, operation, model_id, site_id, trigger, count(*), coalesce(sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0)), 0),
      coalesce(sum(images), 0), sum(credits), sum(charged), sum(credits), coalesce(sum(provider_cost_usd), 0),
      count(*) filter (where provider_cost_usd is null and charged > 0)
    from fresh group by 1, 2, 3, 4, 5, 6
    on conflict (account_id, day, operation, model_id, site_id, trigger) do update set calls = d.calls + excluded.calls, tokens = d.tokens + excluded.tokens, images = d.images + excluded.images,
      credits = d.credits + excluded.credits, charged = d.charged + excluded.charged, unrounded = d.unrounded + excluded.unrounded,
      provider_cost_usd = d.provider_cost_usd + excluded.provider_cost_usd, uncosted = d.uncosted + excluded.uncosted
  ) select count(*), min((at at time zone 'UTC')::date) into added, oldest from fresh;
  perform from platform_settings for update; -- days are not closed before this is committed
  if added > 0 then perform reopen_usage_days(oldest); end if;
  return added;
end $$;

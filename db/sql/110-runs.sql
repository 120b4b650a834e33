-- Runs: their rules, their events, and the steps of a call as one round trip each. Locks are always taken in this order:
-- run, reservation, account, grants, attempt, step.
call protect_tenant_table('runs');
call protect_tenant_table('run_steps');
call protect_tenant_table('attempts');
call protect_tenant_table('run_events');
-- What was told stays as it was; events go with their run alone.
create or replace trigger append_only before update on run_events for each row execute function refuse_change();

-- The ways a run may take; domain/runs/state.ts explains them.
create or replace function run_may_become(was run_status, becomes run_status) returns boolean language sql immutable as $$
  select was = becomes or case was
    when 'queued' then becomes in ('running', 'cancelled', 'failed')
    when 'running' then becomes in ('queued', 'waiting', 'succeeded', 'partly_succeeded', 'failed', 'cancelled')
    when 'waiting' then becomes in ('queued', 'cancelled', 'failed', 'partly_succeeded')
    when 'failed' then becomes = 'queued'
    when 'partly_succeeded' then becomes = 'queued'
    else false
  end;
$$;

create or replace function run_snapshot(r runs) returns jsonb language sql stable as $$
  select jsonb_build_object('status', r.status, 'stage', r.stage, 'waiting_for', r.waiting_for, 'needed', r.needed, 'total', r.total, 'done', r.done, 'failed', r.failed,
    'credits_charged', r.credits_charged, 'ceiling', r.ceiling, 'error_code', r.error_code, 'error_message', r.error_message);
$$;

-- Each change that people should see becomes an event with the next number of its run. Progress alone is told at intervals, by
-- run_announce: NOTIFY holds one lock for the whole server at commit, and a call should not wait for it.
create or replace function tell_run() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if not run_may_become(old.status, new.status) then
      raise exception 'a run that is % does not become %', old.status, new.status using errcode = 'check_violation', constraint = 'runs_state';
    end if;
    if new.events = old.events and (new.status, new.stage, new.waiting_for, new.ceiling, new.error_code) is not distinct from (old.status, old.stage, old.waiting_for, old.ceiling, old.error_code) then
      return new;
    end if;
    new.events := old.events + 1;
  else
    new.events := 1;
  end if;
  return new;
end $$;
create or replace trigger tell before insert or update on runs for each row execute function tell_run();

create or replace function write_run_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.events <> old.events then
    insert into run_events (run_id, number, account_id, data, at) values (new.id, new.events, new.account_id, run_snapshot(new), new.updated_at);
    perform pg_notify('run_events', new.id || ' ' || new.status); -- executors look for 'cancelled', readers for their run
  end if;
  return null;
end $$;
create or replace trigger write_event after insert or update on runs for each row execute function write_run_event();

-- Tells the progress made since the last event, if any.
create or replace function run_announce(p_run uuid, p_now timestamptz) returns void language sql set app.accounts = '*' as $$
  update runs r set events = r.events + 1, updated_at = p_now
  where r.id = p_run and exists (
    select from run_events e where e.run_id = r.id and e.number = r.events
      and (e.data ->> 'done', e.data ->> 'failed', e.data ->> 'credits_charged') is distinct from (r.done::text, r.failed::text, r.credits_charged::text));
$$;

-- Takes a run up: a queued one, or one whose worker has been silent past its lease. The new fence shuts the old worker out.
-- Leases are a matter of machines, so they go by the machine's time.
create or replace function run_claim(p_run uuid, p_owner text, p_lease_ms integer, p_now timestamptz) returns setof runs language sql set app.accounts = '*' as $$
  update runs set status = 'running', lease_owner = p_owner, lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond', fence = fence + 1, attempts = attempts + 1,
    started_at = coalesce(started_at, p_now), updated_at = p_now, version = version + 1
  where id = p_run and (status = 'queued' or (status = 'running' and lease_until < clock_timestamp()))
  returning *;
$$;

create or replace function run_renew(p_run uuid, p_fence integer, p_lease_ms integer) returns boolean language sql set app.accounts = '*' as $$
  update runs set lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond' where id = p_run and fence = p_fence and status = 'running' returning true;
$$;

-- Before a call: the hold, the attempt and the step's state in one round trip. Refuses what could pass the run's ceiling.
-- status: begun, lost (the run is no longer this worker's), over (the step was ended with the rest of its run), ceiling, insufficient. needed: credits that are missing.
create or replace function run_begin_attempt(
  p_run uuid, p_fence integer, p_step uuid, p_attempt uuid, p_purpose text, p_reservation uuid, p_amount bigint, p_now timestamptz, p_deadline timestamptz,
  p_price uuid, p_model uuid, p_served uuid, p_provider uuid, p_expected_tokens integer
) returns table (status text, reservation_fence integer, needed bigint) language plpgsql set app.accounts = '*' as $$
#variable_conflict use_column
declare
  r runs;
  exposed bigint;
  n integer;
  held record;
begin
  select * into r from runs where id = p_run and fence = p_fence and runs.status = 'running' for no key update;
  if not found then return query select 'lost', 0, 0::bigint; return; end if;
  if not exists (select from run_steps s where s.id = p_step and s.state in ('pending', 'running')) then return query select 'over', 0, 0::bigint; return; end if;
  select coalesce(sum(coalesce(a.credits, a.held)), 0) + r.credits_charged into exposed from attempts a where a.run_id = p_run and a.state in ('sent', 'answered', 'unknown');
  select coalesce(max(a.number), 0) + 1 into n from attempts a where a.step_id = p_step;
  if exposed + p_amount > r.ceiling then return query select 'ceiling', 0, exposed + p_amount; return; end if;
  select * into held from credits_reserve(r.account_id, p_reservation, 'run:' || p_attempt, p_attempt::text, p_amount, p_now, p_deadline, p_price, p_model, p_served,
    r.site_id, r.started_by, p_run, r.operation, r.trigger, n);
  if held.status = 'insufficient' or held.status = 'no_account' then return query select 'insufficient', 0, p_amount; return; end if;
  if held.status <> 'reserved' then raise exception 'attempt % holds credits already', p_attempt using errcode = 'unique_violation'; end if;
  insert into attempts (id, run_id, step_id, account_id, number, purpose, state, operation, provider_id, served_model_id, reservation_id, reservation_fence, held, expected_tokens, created_at)
  values (p_attempt, p_run, p_step, r.account_id, n, p_purpose, 'sent', r.operation, p_provider, p_served, held.reservation_id, held.fence, p_amount, p_expected_tokens, p_now);
  update run_steps set state = 'running', served_model_id = p_served where id = p_step and (state <> 'running' or served_model_id is distinct from p_served);
  return query select 'begun', held.fence, 0::bigint;
end $$;

-- Keeps what came back, before anything is made of it: from here on the call is never repeated. False when it has ended meanwhile.
-- A text need not be on the disk before it is worked on: its call is, so were the server itself to fail within the next moment, the
-- provider would be asked for it. An image cannot always be asked for, and is.
create or replace function run_keep_answer(
  p_attempt uuid, p_answer jsonb, p_credits bigint, p_input integer, p_cached integer, p_output integer, p_reasoning integer, p_images integer, p_cost numeric, p_request text, p_duration integer
) returns boolean language plpgsql set app.accounts = '*' as $$
begin
  if p_images is null then perform set_config('synchronous_commit', 'off', true); end if;
  update attempts set state = 'answered', answer = p_answer, credits = p_credits, input_tokens = p_input, cached_tokens = p_cached, output_tokens = p_output,
    reasoning_tokens = p_reasoning, images = p_images, cost_usd = p_cost, provider_request_id = p_request, duration_ms = p_duration
  where id = p_attempt and state in ('sent', 'unknown');
  return found;
end $$;

-- After the results are stored, in their transaction: pays for the step's answered calls and ends the step. Raises when the run
-- is no longer this worker's (IG001) or the hold ended meanwhile (IG002), so that nothing of it stays. A hold that ran out while
-- nobody worked on the run is taken anew at the price it had, for what the kept answer costs: the provider has been paid for it.
-- Where the account cannot pay (IG003), the answer stays kept.
create or replace function run_finish_step(p_run uuid, p_fence integer, p_step uuid, p_result jsonb, p_outcome text, p_now timestamptz, p_actor text) returns bigint
language plpgsql set app.accounts = '*' as $$
declare
  a attempts;
  r credit_reservations;
  s record;
  paid bigint := 0;
begin
  perform from runs where id = p_run and fence = p_fence and status = 'running' for no key update;
  if not found then raise exception 'run % is no longer this worker''s', p_run using errcode = 'IG001'; end if;
  for a in select * from attempts where step_id = p_step order by number loop
    continue when a.state <> 'answered'; -- not in the query: the planner would go through all open calls there are
    select * into r from credit_reservations where id = a.reservation_id;
    if r.state = 'expired' and a.credits > 0 then
      select * into s from credits_reserve(r.account_id, new_uuid7(), r.key || ':kept', a.id::text, a.credits, p_now, p_now + interval '1 minute', r.price_id, r.model_id,
        r.served_model_id, r.site_id, r.user_id, r.run_id, r.operation, r.trigger, r.attempt);
      if s.status <> 'reserved' then raise exception 'the account cannot pay for the kept answer of attempt %', a.id using errcode = 'IG003'; end if;
      a.reservation_id := s.reservation_id;
      a.reservation_fence := s.fence;
      update attempts set reservation_id = s.reservation_id, reservation_fence = s.fence where id = a.id;
    end if;
    select * into s from credits_settle(a.reservation_id, a.reservation_fence, new_uuid7(), new_uuid7(), a.id::text, p_now, a.input_tokens, a.cached_tokens, a.output_tokens,
      a.reasoning_tokens, a.images, a.cost_usd, a.provider_request_id, a.duration_ms, case a.purpose when 'repair' then 'repaired' else p_outcome end, 'system', null, p_actor);
    if s.status not in ('settled', 'repeated') then raise exception 'the hold of attempt % has ended: %', a.id, s.status using errcode = 'IG002'; end if;
    update attempts set state = 'settled', ended_at = p_now, answer = null, credits = s.credits, usage_id = s.usage_id where id = a.id;
    paid := paid + s.charged;
  end loop;
  update run_steps set state = 'done', result = p_result, credits_charged = credits_charged + paid, finished_at = p_now, troubled_since = null, error_code = null, error_message = null
  where id = p_step and state in ('pending', 'running');
  if not found then raise exception 'step % has ended already', p_step using errcode = 'IG001'; end if;
  update runs set done = done + 1, credits_charged = credits_charged + paid, served_model_id = coalesce((select served_model_id from run_steps where id = p_step), served_model_id),
    updated_at = p_now, version = version + 1 where id = p_run;
  return paid;
end $$;

-- Ends a call that delivered nothing: its hold goes back. With an outcome it stands in the usage log with 0 credits. Idempotent.
create or replace function run_void_attempt(p_attempt uuid, p_reason text, p_outcome text, p_error_kind text, p_error_message text, p_request text, p_duration integer, p_now timestamptz) returns boolean
language plpgsql set app.accounts = '*' as $$
declare
  a attempts;
  v record;
begin
  select * into a from attempts where id = p_attempt;
  if not found or a.state in ('settled', 'voided') then return false; end if;
  select * into v from credits_void(a.reservation_id, a.reservation_fence, new_uuid7(), a.id::text, p_now, p_reason, p_outcome, a.cost_usd, coalesce(p_request, a.provider_request_id), coalesce(p_duration, a.duration_ms));
  update attempts set state = 'voided', ended_at = p_now, answer = null, error_kind = p_error_kind, error_message = p_error_message,
    provider_request_id = coalesce(p_request, provider_request_id), duration_ms = coalesce(p_duration, duration_ms), usage_id = v.usage_id
  where id = p_attempt and state not in ('settled', 'voided');
  return found;
end $$;

-- Ends a step that nothing was delivered for. False when the run is no longer this worker's.
create or replace function run_fail_step(p_run uuid, p_fence integer, p_step uuid, p_code text, p_message text, p_now timestamptz) returns boolean language plpgsql set app.accounts = '*' as $$
begin
  perform from runs where id = p_run and fence = p_fence and status = 'running' for no key update;
  if not found then return false; end if;
  update run_steps set state = 'failed', error_code = p_code, error_message = p_message, finished_at = p_now where id = p_step and state in ('pending', 'running');
  if not found then return false; end if;
  update runs set failed = failed + 1, updated_at = p_now, version = version + 1 where id = p_run;
  return true;
end $$;

-- Ends all that is left of a run for one reason. Answers how many steps it ended.
create or replace function run_fail_rest(p_run uuid, p_fence integer, p_code text, p_message text, p_now timestamptz) returns integer language plpgsql set app.accounts = '*' as $$
declare
  n integer;
begin
  perform from runs where id = p_run and fence = p_fence and status = 'running' for no key update;
  if not found then return 0; end if;
  update run_steps s set state = 'failed', error_code = p_code, error_message = p_message, finished_at = p_now
  where run_id = p_run and state in ('pending', 'running') and not exists (select from attempts a where a.step_id = s.id and a.state in ('sent', 'answered', 'unknown'));
  get diagnostics n = row_count;
  update runs set failed = failed + n, updated_at = p_now where id = p_run and n > 0;
  return n;
end $$;

-- Ends a worker's turn: waiting, released to the next worker, or the end. False when the run is no longer this worker's.
create or replace function run_leave(p_run uuid, p_fence integer, p_status run_status, p_waiting_for text, p_needed bigint, p_resume_at timestamptz, p_code text, p_message text, p_now timestamptz) returns boolean
language sql set app.accounts = '*' as $$
  update runs set status = p_status, lease_owner = null, lease_until = null, waiting_for = p_waiting_for, needed = p_needed, resume_at = p_resume_at, error_code = p_code, error_message = p_message,
    stage = case when p_status in ('queued', 'waiting') then stage end,
    finished_at = case when p_status in ('succeeded', 'partly_succeeded', 'failed') then p_now end, updated_at = p_now, version = version + 1
  where id = p_run and fence = p_fence and status = 'running' returning true;
$$;

-- Runs that something may go on with: left by a dead worker, waited long enough, or whose account can pay again. Those that are
-- queued already come last: they stay what they are until a worker has room, and a crowd of them must not hide the others.
create or replace function runs_to_wake(p_now timestamptz, p_limit integer) returns table (id uuid, status run_status) language sql stable set app.accounts = '*' as $$
  select r.id, r.status from runs r where r.status in ('queued', 'running', 'waiting') and case r.status
    when 'running' then r.lease_until < clock_timestamp()
    when 'queued' then r.updated_at < p_now - interval '15 seconds'
    else case r.waiting_for
      when 'credits' then exists (select from credit_accounts c where c.account_id = r.account_id and c.balance - c.held >= coalesce(r.needed, 1))
      when 'ceiling' then false
      else r.resume_at <= p_now end
    end
  order by r.status = 'queued', r.status = 'running', r.updated_at limit p_limit;
$$;

create or replace function run_wake(p_run uuid, p_now timestamptz) returns boolean language sql set app.accounts = '*' as $$
  update runs set status = 'queued', waiting_for = null, needed = null, resume_at = null, updated_at = p_now, version = version + 1 where id = p_run and status = 'waiting' returning true;
$$;

-- How many output tokens the last calls of an operation used, for each that was expected (median): it makes the next quote better.
create or replace function run_measured(p_operation text, p_model uuid) returns numeric language sql stable set app.accounts = '*' as $$
  select percentile_cont(0.5) within group (order by output_tokens::numeric / expected_tokens)
  from (select output_tokens, expected_tokens from attempts
        where operation = p_operation and served_model_id = p_model and state = 'settled' and purpose = 'call' and expected_tokens > 0 and output_tokens > 0
        order by created_at desc limit 100) recent;
$$;

alter table runs set (fillfactor = 60);
alter table run_steps set (fillfactor = 70);
alter table attempts set (fillfactor = 60);

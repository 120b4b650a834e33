-- Rules of the registry that span rows. The code explains them; these refuse.

-- A default's provider is active.
create or replace function check_default_provider() returns trigger language plpgsql as $$
begin
  if new.is_default and not (select is_active from providers where id = new.provider_id for share) then
    raise exception 'the provider of a default model must be active' using errcode = 'check_violation', constraint = 'ai_models_default_provider_active';
  end if;
  return new;
end $$;
create or replace trigger default_provider before insert or update of is_default, provider_id on ai_models for each row execute function check_default_provider();

create or replace function check_provider_defaults() returns trigger language plpgsql as $$
begin
  if old.is_active and not new.is_active and exists (select from ai_models where provider_id = new.id and is_default) then
    raise exception 'a default model belongs to this provider' using errcode = 'check_violation', constraint = 'providers_serves_default';
  end if;
  return new;
end $$;
create or replace trigger provider_defaults before update of is_active on providers for each row execute function check_provider_defaults();

-- An active model has a price in force: nothing is ever free because a number is missing.
create or replace function check_active_has_price() returns trigger language plpgsql as $$
begin
  if new.status = 'active' and not exists (
    select from model_prices where model_id = new.id and cancelled_at is null and effective_from <= new.updated_at
  ) then
    raise exception 'an active model needs a price in force' using errcode = 'check_violation', constraint = 'ai_models_active_has_price';
  end if;
  return null;
end $$;
drop trigger if exists active_has_price on ai_models;
create constraint trigger active_has_price after insert or update of status on ai_models deferrable initially deferred for each row execute function check_active_has_price();

-- Successors form no circle, also when two administrators set one each at the same time.
create or replace function check_successor_chain() returns trigger language plpgsql as $$
begin
  if new.successor_id is null then return new; end if;
  perform pg_advisory_xact_lock(7164983);
  if exists (
    with recursive chain (id, path) as (
      select new.successor_id, array[new.successor_id]
      union all
      select m.successor_id, c.path || m.successor_id from chain c join ai_models m on m.id = c.id
      where m.successor_id is not null and not m.successor_id = any (c.path)
    ) select from chain where id = new.id
  ) then
    raise exception 'successors must not form a circle' using errcode = 'check_violation', constraint = 'ai_models_successor_circle';
  end if;
  if (select model_type from ai_models where id = new.successor_id) <> new.model_type then
    raise exception 'a successor has the same type' using errcode = 'check_violation', constraint = 'ai_models_successor_type';
  end if;
  return new;
end $$;
create or replace trigger successor_chain before insert or update of successor_id on ai_models for each row execute function check_successor_chain();

-- A price is never edited, and deleted with its model alone (which nothing may refer to then, no charge either);
-- before its start it may be cancelled, once.
create or replace function check_price_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if not exists (select from ai_models where id = old.model_id) then return old; end if;
    raise exception 'a price is never deleted' using errcode = 'restrict_violation', constraint = 'model_prices_immutable';
  end if;
  if (to_jsonb(new) - 'cancelled_at') <> (to_jsonb(old) - 'cancelled_at') or old.cancelled_at is not null or new.cancelled_at >= old.effective_from then
    raise exception 'a price version is never edited; one that has not started may be cancelled' using errcode = 'restrict_violation', constraint = 'model_prices_immutable';
  end if;
  return new;
end $$;
create or replace trigger price_change before update or delete on model_prices for each row execute function check_price_change();

-- A site's text model writes text, its image model makes images.
create or replace function check_settings_models() returns trigger language plpgsql as $$
begin
  if exists (select from ai_models where id = new.text_model_id and model_type <> 'text') or exists (select from ai_models where id = new.image_model_id and model_type <> 'image') then
    raise exception 'the chosen model has another type' using errcode = 'check_violation', constraint = 'site_settings_model_type';
  end if;
  return new;
end $$;
create or replace trigger settings_models before insert or update of text_model_id, image_model_id on site_settings for each row execute function check_settings_models();

-- Which keys of the platform's own there are, without the secrets: whoever resolves a model needs to know, whatever accounts they see.
create or replace function platform_keys() returns table (provider_id uuid, name text, status credential_status, retires_at timestamptz, key_id text, bound_origin text)
language sql stable set app.accounts = '*' as $$
  select provider_id, name, status, retires_at, key_id, bound_origin from credentials where account_id is null and status <> 'revoked';
$$;

call protect_tenant_table('notices');

-- Every change of the registry is announced, so that each process may answer from memory.
create or replace function announce_registry() returns trigger language plpgsql as $$
begin
  perform pg_notify('registry', tg_table_name);
  return null;
end $$;
do $$
declare t text;
begin
  foreach t in array array['providers', 'ai_models', 'model_prices', 'quality_tiers'] loop
    execute format('create or replace trigger announce after insert or update or delete on %I for each statement execute function announce_registry()', t);
  end loop;
end $$;

-- Of a key, what decides whether it can be used; when it was last used is nobody's news.
create or replace trigger announce after insert or delete or update of status, retires_at, key_id, bound_origin, secret on credentials for each statement execute function announce_registry();

-- The same for whoever may sign in: a revoked session or token must not live on in another process's memory.
create or replace function announce_identity() returns trigger language plpgsql as $$
begin
  perform pg_notify('identity', coalesce(case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end ->> 'user_id', case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end ->> 'id', ''));
  return null;
end $$;
create or replace trigger announce after update or delete on users for each row execute function announce_identity();
create or replace trigger announce after update of token, expires_at or delete on sessions for each row execute function announce_identity();
create or replace trigger announce after insert or update or delete on memberships for each row execute function announce_identity();
create or replace trigger announce after update of revoked_at, expires_at, scopes or delete on api_tokens for each row execute function announce_identity();

-- A suspended account's people may only read, from the next request on.
create or replace function announce_account() returns trigger language plpgsql as $$
begin
  perform pg_notify('identity', '');
  return null;
end $$;
create or replace trigger announce after update of status on accounts for each row when (old.status <> new.status) execute function announce_account();

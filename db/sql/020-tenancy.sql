-- Tenancy: `app.accounts` holds the accounts the caller may see, as a comma-separated list of ids, or '*' for the system
-- and administrators. It is set inside each transaction (domain/context.ts). Not set: no rows.
create or replace function may_see(account uuid) returns boolean language sql stable parallel safe as $$
  select coalesce(current_setting('app.accounts', true), '') = '*'
      or account = any (string_to_array(nullif(nullif(current_setting('app.accounts', true), ''), '*'), ',')::uuid[]);
$$;

-- Puts forced row-level security on a tenant table. Idempotent, so that each area's file may call it for its tables.
create or replace procedure protect_tenant_table(target regclass, account_column name default 'account_id') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists tenant on %s', target);
  -- The setting is read once per statement, not once per row. PostgreSQL may read both halves (it does when a row changed while its
  -- lock was waited for), so '*' must not reach the cast.
  execute format($policy$create policy tenant on %s using (
      (select coalesce(current_setting('app.accounts', true), '') = '*')
      or %I = any ((select string_to_array(nullif(nullif(current_setting('app.accounts', true), ''), '*'), ',')::uuid[])::uuid[])
    )$policy$, target, account_column);
end $$;

call protect_tenant_table('accounts', 'id');
call protect_tenant_table('memberships');
call protect_tenant_table('sites');
call protect_tenant_table('site_settings');

-- A platform's own credential has no account and is for the system alone.
call protect_tenant_table('credentials');

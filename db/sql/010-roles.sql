-- The application role: owns nothing, bypasses nothing. Tenant tables are read and written under it, behind forced row-level security.
do $$
begin
  if not exists (select from pg_roles where rolname = 'igny8_app') then
    create role igny8_app nologin nosuperuser nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster made it at the same moment
end $$;
do $$ begin execute format('grant igny8_app to %I', current_user); exception when others then if sqlstate <> '0LP01' then raise; end if; end $$;
grant usage on schema public to igny8_app;
grant select, insert, update, delete on all tables in schema public to igny8_app;
grant usage, select on all sequences in schema public to igny8_app;
grant execute on all functions in schema public to igny8_app;
alter default privileges in schema public grant select, insert, update, delete on tables to igny8_app;
alter default privileges in schema public grant usage, select on sequences to igny8_app;
alter default privileges in schema public grant execute on functions to igny8_app;
revoke insert, update, delete on schema_history from igny8_app;

-- The audit: whoever changes something writes to it; read it is by administrators, or in parts by those whose account it was about.
alter table audit_events enable row level security;
alter table audit_events force row level security;
drop policy if exists tenant on audit_events;
create policy tenant on audit_events for select using (
  (select coalesce(current_setting('app.accounts', true), '') = '*')
  or account_id = any ((select string_to_array(nullif(nullif(current_setting('app.accounts', true), ''), '*'), ',')::uuid[])::uuid[])
);
drop policy if exists written_by_all on audit_events;
create policy written_by_all on audit_events for insert with check (true);
-- Changes reach the append-only trigger, which refuses them aloud instead of finding nothing.
drop policy if exists update_refused on audit_events;
create policy update_refused on audit_events for update using (true);
drop policy if exists delete_refused on audit_events;
create policy delete_refused on audit_events for delete using (true);

-- Append-only tables: the database itself refuses to change or remove what was written.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation', constraint = tg_table_name || '_append_only';
end $$;

create or replace procedure make_append_only(target regclass) language plpgsql as $$
begin
  execute format('drop trigger if exists append_only on %s', target);
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_change()', target);
  execute format('drop trigger if exists append_only_truncate on %s', target);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function refuse_change()', target);
end $$;

call make_append_only('audit_events');

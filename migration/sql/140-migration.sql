-- Moving an earlier installation over (migration/). The phases stand here so that each has a row to lock.
insert into legacy_phases (phase) select generate_series(1, 7) on conflict do nothing;

-- Removes an imported account that nothing happened on. The ledger is append-only: an account that it knows stays, suspended and empty.
create or replace function legacy_remove_account(p_account uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp set app.accounts = '*' as $$
begin
  if exists (select from credit_transactions where account_id = p_account) or exists (select from credit_reservations where account_id = p_account) then
    update accounts set status = 'suspended', updated_at = p_now, version = version + 1 where id = p_account;
    return false;
  end if;
  delete from credit_accounts where account_id = p_account;
  delete from accounts where id = p_account;
  return true;
end $$;

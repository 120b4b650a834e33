import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adjust, refund, reserve, settle, verifyBooks } from '../../domain/credits/index.ts';
import { person, useDatabase } from '../database.ts';
import { type Fixtures, openAccount, request, seedModels, used } from './fixtures.ts';

/** Each fault is planted by the database's owner, past triggers and constraints, and rolled back after the check. */
const FAULTS: { name: string; caught: string; plant: string; drop?: string }[] = [
  {
    name: 'a balance changed by hand',
    caught: 'balance_is_sum_of_entries',
    plant: 'update credit_accounts set balance = balance + 1',
  },
  {
    name: 'an entry changed',
    caught: 'entries_sum_to_zero',
    plant: `update credit_entries set amount = amount - 1 where book = 'revenue'`,
  },
  {
    name: 'both entries of a transaction gone',
    caught: 'transaction_is_its_entries',
    plant: `delete from credit_entries where transaction_id = (select id from credit_transactions where kind = 'usage' limit 1)`,
  },
  {
    name: 'an entry moved to another account',
    caught: 'transaction_is_its_entries',
    plant: `update credit_entries set account_id = gen_random_uuid() where book = 'revenue'`,
  },
  {
    name: 'a transaction deleted',
    caught: 'ledger_is_unbroken',
    plant: `delete from credit_transactions where kind = 'adjustment'`,
  },
  {
    name: 'a balance after that does not follow',
    caught: 'ledger_is_unbroken',
    plant: 'update credit_transactions set balance_after = balance_after + 1 where sequence = 1',
  },
  {
    name: 'a hold without a reservation',
    caught: 'held_is_sum_of_open_reservations',
    plant: 'update credit_accounts set held = held + 1',
  },
  {
    name: 'a reservation that holds nothing',
    caught: 'held_is_sum_of_open_reservations',
    plant: `update credit_reservations set state = 'pending' where state = 'posted'`,
  },
  {
    name: 'a negative balance',
    caught: 'nothing_is_negative',
    drop: 'alter table credit_accounts drop constraint credit_accounts_never_negative, drop constraint credit_accounts_held_is_covered',
    plant: 'update credit_accounts set balance = -1',
  },
  {
    name: 'a grant refilled',
    caught: 'grants_are_their_entries',
    plant: 'update credit_grants set remaining = remaining + 1',
  },
  {
    name: 'a reservation left open',
    caught: 'no_reservation_past_its_limit',
    plant: `update credit_reservations set deadline = '2026-01-01' where state = 'pending'`,
  },
  {
    name: 'expired credits left to spend',
    caught: 'no_grant_past_its_expiry',
    plant: `update credit_grants set expires_at = '2026-01-01'`,
  },
  {
    name: 'an attempt settled twice',
    caught: 'settled_at_most_once',
    plant: `insert into usage_logs select (jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid()))).* from usage_logs u where credits > 0 limit 1`,
  },
  {
    name: 'a charge booked twice',
    caught: 'settled_at_most_once',
    drop: 'drop index credit_transactions_one_per_reservation',
    plant: `insert into credit_transactions select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'sequence', 99))).* from credit_transactions t where kind = 'usage' limit 1`,
  },
  {
    name: 'a usage row deleted',
    caught: 'settlements_have_their_rows',
    plant: 'delete from usage_logs where credits > 0',
  },
  {
    name: 'a released reservation that was charged',
    caught: 'settlements_have_their_rows',
    plant: `update credit_reservations set state = 'voided' where state = 'posted'`,
  },
  {
    name: 'a charge that the usage row does not show',
    caught: 'usage_is_charged',
    plant: 'update usage_logs set charged = charged - 1, shortfall = shortfall + 1 where credits > 0',
  },
  {
    name: 'tokens changed after the charge',
    caught: 'charges_follow_the_price',
    plant: 'update usage_logs set input_tokens = input_tokens + 5000 where credits > 0',
  },
  {
    name: 'a price snapshot that was never the price',
    caught: 'charges_follow_the_price',
    plant: 'update usage_logs set tokens_per_credit = 1001',
  },
  {
    name: 'a refund above its charge',
    caught: 'refunds_within_their_charge',
    plant: `update credit_transactions set amount = 999 where kind = 'refund'`,
  },
  {
    name: 'a key used twice',
    caught: 'keys_are_used_once',
    drop: 'drop index credit_transactions_key',
    plant: `update credit_transactions set key = 'same' where key is not null`,
  },
  {
    name: 'a daily sum that is off',
    caught: 'daily_sums_are_the_usage',
    plant: 'update usage_days set credits = credits + 1',
  },
  {
    name: 'a total of a closed day that is off',
    caught: 'totals_are_the_daily_sums',
    plant: "update platform_settings set usage_closed = '2999-01-01'",
  },
];

describe('planted faults', () => {
  const t = useDatabase();
  let m: Fixtures;
  beforeAll(async () => {
    m = await seedModels(t.ctx);
    const accountId = await openAccount(t.ctx, 100);
    for (const tokens of [3_000, 4_500]) {
      const held = await reserve(t.ctx, request(t.ctx, m.text, accountId, 10));
      const { usageId } = await settle(t.ctx, { ...held, ...used(tokens) });
      await refund(t.ctx, { accountId, usageId, amount: 1, reason: 'One back', key: `refund:${tokens}` });
    }
    await adjust(t.ctx, { accountId, amount: -2, reason: 'Correction', key: 'adjust' });
    await reserve(t.ctx, request(t.ctx, m.text, accountId, 7));
  });

  beforeEach(async () => expect((await verifyBooks(t.ctx)).findings).toEqual([]));

  it.each(FAULTS)('finds $name', async ({ caught, plant, drop }) => {
    const rollback = new Error('rolled back');
    let found: string[] = [];
    const attempt = t.owner.db.transaction(async (db) => {
      if (drop) await db.execute(drop);
      await db.execute(`set local session_replication_role = replica`); // past every trigger
      await db.execute(plant);
      const proof = await verifyBooks({
        ...t.ctx,
        db: db as unknown as typeof t.ctx.db,
        transactional: true,
      });
      expect(proof.ok).toBe(false);
      found = proof.findings.map((finding) => finding.invariant);
      throw rollback;
    });
    await expect(attempt).rejects.toThrow(rollback);
    expect(found).toContain(caught);
  });

  it('is for administrators alone', async () => {
    await expect(verifyBooks(t.as(person()))).rejects.toMatchObject({ code: 'forbidden' });
    expect((await verifyBooks(t.as(person({}, { isAdministrator: true })))).ok).toBe(true);
  });
});

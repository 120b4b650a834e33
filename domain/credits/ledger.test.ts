import { beforeAll, describe, expect, it } from 'vitest';
import {
  delivered,
  type Fixtures,
  openAccount,
  request,
  seedModels,
  used,
} from '../../tests/credits/fixtures.ts';
import { person, useDatabase } from '../../tests/database.ts';
import {
  adjust,
  balance,
  grant,
  markUnknown,
  recordLate,
  refund,
  reserve,
  settle,
  sweep,
  takeOver,
  voidReservation,
} from './index.ts';

describe('the ledger', () => {
  const t = useDatabase();
  let m: Fixtures;
  beforeAll(async () => {
    m = await seedModels(t.ctx);
  });
  const kinds = async (accountId: string) =>
    (
      await t.owner
        .sql`select kind, amount::int, balance_after::int from credit_transactions where account_id = ${accountId} order by sequence`
    ).map((r) => `${r['kind']} ${r['amount']} → ${r['balance_after']}`);

  it('reserves an upper bound, charges what was used and gives the rest back', async () => {
    const accountId = await openAccount(t.ctx, 100);
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 30));
    expect(await balance(t.ctx, accountId)).toMatchObject({
      accountId,
      balance: 100,
      held: 30,
      available: 70,
    });
    const s = await settle(t.ctx, { ...r, ...used(4_001) });
    expect(s).toMatchObject({ credits: 5, charged: 5, shortfall: 0 });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 95, held: 0 });
    expect(await kinds(accountId)).toEqual(['grant 100 → 100', 'usage -5 → 95']);
  });

  it('charges images by what was delivered, and nothing for nothing', async () => {
    const accountId = await openAccount(t.ctx, 100);
    const partly = await reserve(t.ctx, request(t.ctx, m.image, accountId, 15));
    expect(await settle(t.ctx, { ...partly, ...delivered(2) })).toMatchObject({ charged: 10 });
    const none = await reserve(t.ctx, request(t.ctx, m.image, accountId, 15));
    const { usageId } = await settle(t.ctx, { ...none, ...delivered(0) });
    const [row] = await t.owner.sql`select credits::int, outcome from usage_logs where id = ${usageId}`;
    expect(row).toEqual({ credits: 0, outcome: 'nothing_produced' });
    expect(await kinds(accountId)).toEqual(['grant 100 → 100', 'usage -10 → 90']);
  });

  it('refuses with 402 what cannot be paid, holds nothing and says what is there', async () => {
    const accountId = await openAccount(t.ctx, 10);
    await reserve(t.ctx, request(t.ctx, m.text, accountId, 8));
    await expect(reserve(t.ctx, request(t.ctx, m.text, accountId, 3))).rejects.toMatchObject({
      code: 'insufficient_credits',
      extra: { needed: 3, available: 2 },
    });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 10, held: 8 });
  });

  it('answers a repeated key with the first result and refuses another request under it', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const input = request(t.ctx, m.text, accountId, 6);
    const first = await reserve(t.ctx, input);
    const copies = await Promise.all(Array.from({ length: 20 }, () => reserve(t.ctx, input)));
    expect(copies.every((copy) => copy.reservationId === first.reservationId && copy.repeated)).toBe(true);
    await expect(reserve(t.ctx, { ...input, amount: 5 })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await balance(t.ctx, accountId)).toMatchObject({ held: 6 });
    const settled = await settle(t.ctx, { ...first, ...used(2_000) });
    expect(await settle(t.ctx, { ...first, ...used(2_000) })).toEqual(settled);
    await expect(settle(t.ctx, { ...first, ...used(9_000) })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await reserve(t.ctx, input)).toMatchObject({ repeated: true, state: 'posted' });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 8, held: 0 });
  });

  it('takes what is available above the reservation and records the shortfall', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const other = await reserve(t.ctx, request(t.ctx, m.text, accountId, 3));
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 4));
    expect(await settle(t.ctx, { ...r, ...used(20_000) })).toMatchObject({
      credits: 20,
      charged: 7,
      shortfall: 13,
    });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 3, held: 3 });
    expect(await settle(t.ctx, { ...other, ...used(3_000) })).toMatchObject({ charged: 3, shortfall: 0 });
    const books = await t.owner
      .sql`select book, sum(amount)::int from credit_entries where account_id = ${accountId} group by 1 order by 1`;
    expect(Object.fromEntries(books.map((b) => [b['book'], b['sum']]))).toEqual({
      absorbed: -13,
      customer: 0,
      granted: -10,
      revenue: 23,
    });
  });

  it('releases a reservation whose holder is gone, and refuses and records the late settlement', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const r = await reserve(
      t.ctx,
      request(t.ctx, m.text, accountId, 10, { deadline: new Date(t.clock.now().getTime() + 1000) }),
    );
    t.clock.advance(2000);
    expect((await sweep(t.ctx)).released).toBe(1);
    await expect(settle(t.ctx, { ...r, ...used(4_000) })).rejects.toMatchObject({
      code: 'conflict',
      extra: { state: 'expired' },
    });
    await recordLate(t.ctx, { ...r, ...used(4_000) });
    const late = await t.owner
      .sql`select credits::int, state from credit_late_settlements where reservation_id = ${r.reservationId}`;
    expect([...late]).toEqual([{ credits: 4, state: 'expired' }]);
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 10, held: 0 });
  });

  it('lets one worker take over from another, whose settlement is then refused', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const old = await reserve(t.ctx, request(t.ctx, m.text, accountId, 5));
    const { fence } = await takeOver(t.ctx, { ...old, deadline: new Date(t.clock.now().getTime() + 1000) });
    await expect(settle(t.ctx, { ...old, ...used(1_000) })).rejects.toMatchObject({ code: 'conflict' });
    expect(await settle(t.ctx, { ...old, fence, ...used(1_000) })).toMatchObject({ charged: 1 });
  });

  it('voids without a charge, with a row for a call that failed', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 5));
    const { usageId } = await voidReservation(t.ctx, {
      ...r,
      reason: 'The provider refused.',
      outcome: 'refused',
    });
    const [row] = await t.owner
      .sql`select credits::int, charged::int, outcome from usage_logs where id = ${usageId}`;
    expect(row).toEqual({ credits: 0, charged: 0, outcome: 'refused' });
    expect(
      await voidReservation(t.ctx, { ...r, reason: 'The provider refused.', outcome: 'refused' }),
    ).toEqual({ usageId });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 10, held: 0 });
    const unsent = await reserve(t.ctx, request(t.ctx, m.text, accountId, 5));
    expect(await voidReservation(t.ctx, { ...unsent, reason: 'Cancelled.', outcome: null })).toEqual({
      usageId: null,
    });
  });

  it('keeps credits held while an outcome is unknown, and releases them at its deadline', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const r = await reserve(
      t.ctx,
      request(t.ctx, m.text, accountId, 5, { deadline: new Date(t.clock.now().getTime() + 1000) }),
    );
    await markUnknown(t.ctx, {
      ...r,
      reason: 'timeout',
      deadline: new Date(t.clock.now().getTime() + 60_000),
    });
    t.clock.advance(5000);
    await sweep(t.ctx);
    expect(await balance(t.ctx, accountId)).toMatchObject({ held: 5 });
    t.clock.advance(60_000);
    await sweep(t.ctx);
    expect(await balance(t.ctx, accountId)).toMatchObject({ held: 0, balance: 10 });
    await expect(markUnknown(t.ctx, { ...r, reason: 'x', deadline: t.clock.now() })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('spends what expires soonest first, then by priority, and a refund returns to the grant that paid', async () => {
    const accountId = await openAccount(t.ctx);
    const soon = new Date(t.clock.now().getTime() + 3_600_000);
    await grant(t.ctx, { accountId, amount: 10, reason: 'never', key: 'a' });
    await grant(t.ctx, { accountId, amount: 4, reason: 'first', key: 'c', priority: -1 });
    await grant(t.ctx, { accountId, amount: 3, reason: 'soon', key: 'b', expiresAt: soon });
    const remaining = async () =>
      Object.fromEntries(
        (
          await t.owner.sql`select reason, remaining::int from credit_grants where account_id = ${accountId}`
        ).map((g) => [g['reason'], g['remaining']]),
      );
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 9));
    const { usageId } = await settle(t.ctx, { ...r, ...used(9_000) });
    expect(await remaining()).toEqual({ soon: 0, first: 0, never: 8 });
    await refund(t.ctx, { accountId, usageId, amount: 3, reason: 'Partly bad', key: 'r1' });
    expect(await remaining()).toEqual({ soon: 0, first: 1, never: 10 });
    t.clock.advance(3_600_001);
    const rest = await refund(t.ctx, { accountId, usageId, reason: 'All bad', key: 'r2' });
    expect(rest).toMatchObject({ amount: 6, balanceAfter: 17 });
    expect(await remaining()).toEqual({ soon: 0, first: 4, never: 10 });
    expect((await kinds(accountId)).slice(-2)).toEqual(['refund 6 → 17', 'expiry -3 → 14']);
    await expect(refund(t.ctx, { accountId, usageId, reason: 'Again', key: 'r3' })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });

  it('never spends what has expired, whether or not the sweeper came by, but keeps what a call holds', async () => {
    const accountId = await openAccount(t.ctx);
    const soon = new Date(t.clock.now().getTime() + 1000);
    await grant(t.ctx, { accountId, amount: 10, reason: 'soon', key: 'a', expiresAt: soon });
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 4));
    t.clock.advance(1001);
    await expect(reserve(t.ctx, request(t.ctx, m.text, accountId, 1))).rejects.toMatchObject({
      extra: { available: 0 },
    });
    expect(await settle(t.ctx, { ...r, ...used(5_000) })).toMatchObject({
      credits: 5,
      charged: 4,
      shortfall: 1,
    });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 0, held: 0 });
  });

  it('books grants and adjustments once a key, with a reason, in the audit log', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const admin = t.as(person({}, { isAdministrator: true }));
    const first = await adjust(admin, { accountId, amount: -4, reason: 'Promised too much', key: 'k' });
    expect(await adjust(admin, { accountId, amount: -4, reason: 'Promised too much', key: 'k' })).toEqual({
      ...first,
      repeated: true,
    });
    await expect(
      adjust(admin, { accountId, amount: -5, reason: 'Promised too much', key: 'k' }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    await expect(adjust(admin, { accountId, amount: -7, reason: 'x', key: 'k2' })).rejects.toMatchObject({
      code: 'invalid_state',
    });
    await expect(
      adjust(t.as(person({ [accountId]: 'owner' })), { accountId, amount: 5, reason: 'me', key: 'k3' }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(grant(admin, { accountId, amount: 5, reason: ' ', key: 'k4' })).rejects.toMatchObject({
      code: 'invalid_field',
    });
    const audit = await t.owner
      .sql`select action, reason from audit_events where account_id = ${accountId} order by at, id`;
    expect(audit.map((a) => a['action'])).toEqual(['credits.granted', 'credits.adjusted']);
  });

  it('tells of a low balance once for each crossing', async () => {
    const accountId = await openAccount(t.ctx, 20, 10);
    const spend = async (tokens: number) =>
      settle(t.ctx, { ...(await reserve(t.ctx, request(t.ctx, m.text, accountId, 5))), ...used(tokens) });
    const told = async () => (await t.owner.sql`select from notices where account_id = ${accountId}`).length;
    for (let i = 0; i < 3; i++) await spend(5_000);
    await spend(1_000);
    expect(await told()).toBe(1);
    await grant(t.ctx, { accountId, amount: 20, reason: 'Top-up', key: 'top' });
    for (let i = 0; i < 4; i++) await spend(5_000);
    expect(await told()).toBe(2);
  });

  it('keeps every ledger row as it was written, and lets only the ledger write', async () => {
    const accountId = await openAccount(t.ctx, 10);
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 5));
    await settle(t.ctx, { ...r, ...used(1_000) });
    for (const table of ['credit_transactions', 'credit_entries', 'usage_logs']) {
      await expect(t.owner.sql.unsafe(`update ${table} set account_id = account_id`)).rejects.toThrow(
        'append-only',
      );
      await expect(t.owner.sql.unsafe(`delete from ${table}`)).rejects.toThrow('append-only');
      await expect(t.owner.sql.unsafe(`truncate ${table}`)).rejects.toThrow();
      await expect(t.connection.sql.unsafe(`insert into ${table} select * from ${table}`)).rejects.toThrow(
        'permission denied',
      );
    }
    await expect(
      t.owner.sql`update credit_reservations set state = 'pending' where id = ${r.reservationId}`,
    ).rejects.toThrow('never change');
    await expect(t.connection.sql`update credit_accounts set balance = 1000000`).rejects.toThrow(
      'permission denied',
    );
    await expect(
      t.owner
        .sql`insert into credit_entries (transaction_id, line, account_id, book, amount) values (${r.reservationId}, 9, ${accountId}, 'revenue', 5)`,
    ).rejects.toThrow('sum to zero');
  });

  it('charges in a month that nobody made a partition for', async () => {
    t.clock.set('2031-05-31T23:59:59.500Z');
    const accountId = await openAccount(t.ctx, 10);
    const r = await reserve(t.ctx, request(t.ctx, m.text, accountId, 5));
    t.clock.advance(1000);
    await settle(t.ctx, { ...r, ...used(1_000) });
    expect([
      ...(await t.owner
        .sql`select tableoid::regclass::text as name from usage_logs where account_id = ${accountId}`),
    ]).toEqual([{ name: 'usage_logs_203106' }]);
  });
});

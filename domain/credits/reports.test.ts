import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it } from 'vitest';
import { sites } from '../../db/schema/index.ts';
import {
  delivered,
  type Fixtures,
  openAccount,
  request,
  seedModels,
  used,
} from '../../tests/credits/fixtures.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { inTransaction } from '../context.ts';
import {
  balance,
  exportUsage,
  importUsage,
  listAccountCredits,
  listTransactions,
  listUsage,
  margins,
  moneySettings,
  proveWhenDue,
  receipt,
  refund,
  rehearse,
  reserve,
  setLowBalanceThreshold,
  setMoneySettings,
  settle,
  summarizeUsage,
  UsageQuery,
  verifyBooks,
} from './index.ts';

describe('reports of the ledger', () => {
  const t = useDatabase();
  let m: Fixtures;
  let accountId: string;
  let otherId: string;
  const siteId = uuidv7();
  const usageIds: string[] = [];
  beforeAll(async () => {
    m = await seedModels(t.ctx);
    accountId = await openAccount(t.ctx, 1000);
    otherId = await openAccount(t.ctx, 1000);
    const now = t.clock.now();
    await inTransaction(t.ctx, ({ db }) =>
      db.insert(sites).values({
        id: siteId,
        accountId,
        name: 'Garden',
        domain: 'garden.example',
        createdAt: now,
        updatedAt: now,
      }),
    );
    const spend = async (id: string, tokens: number, more = {}) => {
      const held = await reserve(t.ctx, request(t.ctx, m.text, id, 20, more));
      const { usageId } = await settle(t.ctx, { ...held, ...used(tokens) });
      t.clock.advance(1000);
      return usageId;
    };
    for (const tokens of [800, 800, 800, 3_000]) usageIds.push(await spend(accountId, tokens, { siteId }));
    usageIds.push(await spend(otherId, 8_500, { operation: '=cmd()', trigger: 'schedule' }));
    const held = await reserve(
      t.ctx,
      request(t.ctx, m.image, accountId, 15, { operation: 'generate_images' }),
    );
    await settle(t.ctx, { ...held, ...delivered(3), providerCostUsd: '9.5' });
  });
  const owner = () => t.as(person({ [accountId]: 'owner' }));
  const admin = () => t.as(person({}, { isAdministrator: true }));
  const query = (more = {}) => UsageQuery.parse(more);

  it('pages the usage log by key, filtered, and shows each account its own rows without our cost', async () => {
    const first = await listUsage(owner(), query({ limit: 2 }));
    const second = await listUsage(owner(), query({ limit: 200, cursor: first.nextCursor }));
    expect([...first.data, ...second.data].map((row) => row.credits)).toEqual([15, 3, 1, 1, 1]);
    expect(second.nextCursor).toBeNull();
    expect(first.data[0]).toMatchObject({ model: 'Image', providerCostUsd: null, images: 3 });
    expect((await listUsage(owner(), query({ operation: 'generate_images' }))).data).toHaveLength(1);
    expect((await listUsage(owner(), query({ siteId }))).data.map((row) => row.site)).toEqual([
      'Garden',
      'Garden',
      'Garden',
      'Garden',
    ]);
    expect((await listUsage(admin(), query())).data).toHaveLength(6);
    expect((await listUsage(admin(), query({ accountId: otherId }))).data[0]).toMatchObject({
      providerCostUsd: '0.001',
      trigger: 'schedule',
    });
    await expect(listUsage(owner(), query({ accountId: otherId }))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('streams the log as CSV with formulas escaped', async () => {
    const text = await new Response(await exportUsage(admin(), query({ format: 'csv' }))).text();
    expect(text.split('\n')).toHaveLength(8);
    expect(text).toContain("'=cmd()");
    await expect(exportUsage(owner(), query({ accountId: otherId }))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('gives a receipt that computes the charge again and names the grant that paid', async () => {
    const paid = await receipt(owner(), usageIds[0] ?? '');
    expect(paid).toMatchObject({
      credits: 1,
      recomputed: 1,
      equal: true,
      totalTokens: 800,
      tokensPerCredit: 1000,
      roundingHundredths: 20,
      reserved: 20,
      released: 19,
    });
    expect(paid.bookings).toMatchObject([{ kind: 'usage', amount: -1, grant: 'Opening' }]);
    await expect(receipt(owner(), usageIds[4] ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await refund(admin(), {
      accountId: otherId,
      usageId: usageIds[4] ?? '',
      amount: 2,
      reason: 'Kindness',
      key: 'kind',
    });
    expect(await receipt(admin(), usageIds[4] ?? '')).toMatchObject({ refunded: 2, charged: 9, equal: true });
  });

  it('says not equal when a row was tampered with', async () => {
    const id = usageIds[3] ?? '';
    const rollback = new Error('rolled back');
    const attempt = t.owner.db.transaction(async (db) => {
      await db.execute('set local session_replication_role = replica');
      await db.execute(`update usage_logs set input_tokens = 9000 where id = '${id}'`);
      expect(
        await receipt({ ...t.ctx, db: db as unknown as typeof t.ctx.db, transactional: true }, id),
      ).toMatchObject({
        recomputed: 9,
        credits: 3,
        equal: false,
      });
      throw rollback;
    });
    await expect(attempt).rejects.toThrow(rollback);
  });

  it('sums by day, operation, model and site, with the share that rounding adds', async () => {
    const mine = await summarizeUsage(owner(), {});
    expect(mine.totals).toMatchObject({
      calls: 5,
      credits: 21,
      charged: 21,
      tokens: 5400,
      images: 3,
      roundingHundredths: 60,
      roundingPerMille: 29,
    });
    expect(mine.days).toMatchObject([{ day: '2026-11-23', charged: 21 }]);
    expect(mine.byOperation.map((share) => [share.id, share.charged])).toEqual([
      ['generate_images', 15],
      ['generate_content', 6],
    ]);
    expect(mine.bySite.find((share) => share.id === siteId)).toMatchObject({ label: 'Garden', charged: 6 });
    expect((await summarizeUsage(admin(), {})).totals.calls).toBe(6);
  });

  it('sets revenue against provider cost, the worst first', async () => {
    const report = await margins(admin(), {});
    expect(report.models[0]).toMatchObject({
      model: 'Image',
      charged: 15,
      revenueUsd: '0.15',
      providerCostUsd: '9.5',
      marginUsd: '-9.35',
      negative: true,
    });
    expect(report.total).toMatchObject({ charged: 30, negative: true });
    const { version } = await moneySettings(admin());
    const changed = await setMoneySettings(t.ctx, { usdPerCredit: '1', expectedVersion: version });
    expect(changed).toMatchObject({ usdPerCredit: '1', version: version + 1 });
    expect((await margins(admin(), {})).models.every((model) => !model.negative)).toBe(true);
    await expect(
      setMoneySettings(t.ctx, { usdPerCredit: '2', expectedVersion: version }),
    ).rejects.toMatchObject({ code: 'stale_version' });
    await expect(margins(owner(), {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('rehearses a price call by call, per account, and a switch to another model', async () => {
    const draft = await rehearse(admin(), m.text.modelId, { tokensPerCredit: 400 });
    expect(draft).toMatchObject({
      calls: 5,
      before: { credits: 15 },
      after: { credits: 2 + 2 + 2 + 8 + 22 },
      accountsConcerned: 2,
    });
    expect(draft.accounts.map((row) => row.change)).toEqual([13, 8]);
    const other = await seedModels(t.ctx);
    await t.owner.sql`update ai_models set input_cost_per_mtok = 2 where id = ${other.text.modelId}`;
    const switched = await rehearse(admin(), other.text.modelId, { replacesModelId: m.text.modelId });
    expect(switched).toMatchObject({
      calls: 5,
      before: { credits: 15, uncosted: 0 },
      after: { credits: 15, providerCostUsd: '0.0278', uncosted: 5 },
    });
    await expect(rehearse(admin(), m.text.modelId, { creditsPerImage: 3 })).rejects.toMatchObject({
      code: 'invalid_field',
    });
    await expect(
      rehearse(admin(), m.text.modelId, { replacesModelId: m.image.modelId }),
    ).rejects.toMatchObject({ code: 'invalid_field' });
  });

  it('lists the ledger of an account and all accounts with their balances', async () => {
    const page = await listTransactions(owner(), { limit: 3 });
    expect(page.data.map((row) => row.sequence)).toEqual([6, 5, 4]);
    expect(page.data[0]).toMatchObject({ kind: 'usage', amount: -15, operation: 'generate_images' });
    const rest = await listTransactions(owner(), { limit: 3, cursor: page.nextCursor ?? '' });
    expect(rest.data.at(-1)).toMatchObject({ kind: 'grant', amount: 1000, reason: 'Opening' });
    const all = await listAccountCredits(admin(), { limit: 50 });
    expect(all.data.map((row) => [row.accountId, row.balance, row.charged30Days])).toEqual([
      [otherId, 993, 9],
      [accountId, 979, 21],
    ]);
    expect((await listAccountCredits(admin(), { limit: 50, search: accountId })).data).toHaveLength(1);
  });

  it('lets an owner set when to be told', async () => {
    expect(await setLowBalanceThreshold(owner(), { accountId, lowBalanceThreshold: 5000 })).toMatchObject({
      lowBalanceThreshold: 5000,
      isLow: true,
    });
    expect(await balance(owner(), accountId)).toMatchObject({ lowBalanceThreshold: 5000 });
    await expect(
      setLowBalanceThreshold(t.as(person({ [accountId]: 'viewer' })), { accountId, lowBalanceThreshold: 1 }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('proves the books when it is due, and tells administrators of a fault', async () => {
    expect(await proveWhenDue(t.ctx, 3_600_000)).toMatchObject({ ok: true });
    expect(await proveWhenDue(t.ctx, 3_600_000)).toBeNull();
    const rollback = new Error('rolled back');
    const attempt = t.owner.db.transaction(async (db) => {
      await db.execute('update usage_days set credits = credits + 1');
      await proveWhenDue({ ...t.ctx, db: db as unknown as typeof t.ctx.db, transactional: true }, 0);
      expect(await db.execute(`select title, link from notices where kind = 'books.fault'`)).toMatchObject([
        { title: 'The books do not balance', link: '/admin/books' },
      ]);
      throw rollback;
    });
    await expect(attempt).rejects.toThrow(rollback);
  });

  it('takes in the history of another installation once, without moving a balance', async () => {
    const before = await balance(t.ctx, accountId);
    const rows = [2, 3].map((credits) => ({
      id: uuidv7(),
      at: '2025-02-03T04:05:06.789123Z',
      accountId,
      siteId: null,
      userId: null,
      operation: 'generate_content',
      modelId: m.text.modelId,
      modelType: 'text' as const,
      inputTokens: 10,
      outputTokens: null,
      images: null,
      credits,
      providerCostUsd: null,
      sourceRef: `usage:${credits}`,
    }));
    expect(await importUsage(t.ctx, rows, 'legacy')).toBe(2);
    expect(await importUsage(t.ctx, rows, 'legacy')).toBe(0);
    expect(await balance(t.ctx, accountId)).toEqual(before);
    expect(
      (await summarizeUsage(owner(), { from: new Date('2025-02-01'), to: new Date('2025-02-28') })).totals
        .credits,
    ).toBe(5);
    expect(await receipt(owner(), rows[0]?.id ?? '')).toMatchObject({ equal: null, recomputed: null });
    expect((await verifyBooks(t.ctx)).findings).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { type Fixtures, openAccount, request, seedModels, used } from '../../tests/credits/fixtures.ts';
import { useDatabase } from '../../tests/database.ts';
import { inTransaction } from '../context.ts';
import {
  listUsage,
  margins,
  reserve,
  settle,
  summarizeUsage,
  sweep,
  UsageQuery,
  verifyBooks,
} from './index.ts';

const DAY = 86_400_000;

describe('long lists and sums', () => {
  const t = useDatabase();
  let m: Fixtures;
  let accountId: string;
  const spend = async (id: string, outcome: string, more = {}) => {
    const held = await reserve(t.ctx, request(t.ctx, m.text, id, 20));
    await settle(t.ctx, { ...held, ...used(1_000), outcome, ...more });
  };
  const closed = async () =>
    (
      await inTransaction(t.ctx, ({ db }) =>
        db.execute<{ day: string }>('select usage_closed::text as day from platform_settings'),
      )
    )[0]?.day;
  beforeAll(async () => {
    m = await seedModels(t.ctx);
    accountId = await openAccount(t.ctx, 1000);
    await spend(accountId, 'repaired');
    t.clock.advance(3 * DAY);
    for (let n = 0; n < 4; n += 1) await spend(accountId, 'succeeded');
    await spend(await openAccount(t.ctx, 1000), 'succeeded', { providerCostUsd: null });
  });

  it('finds a rare outcome behind many calls of the same operation', async () => {
    const filter = UsageQuery.parse({ operation: 'generate_content', outcome: 'repaired', limit: 2 });
    for (const of of [{ accountId }, {}])
      expect((await listUsage(t.ctx, { ...filter, ...of })).data).toHaveLength(1);
  });

  it('pages through the calls of one operation over its days', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listUsage(
        t.ctx,
        UsageQuery.parse({ operation: 'generate_content', limit: 2, cursor }),
      );
      seen.push(...page.data.map((row) => row.id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(6);
  });

  it('says the same of all accounts before their days are closed, after, and when a closed day is added to', async () => {
    const told = async () => ({ sums: await summarizeUsage(t.ctx, {}), money: await margins(t.ctx, {}) });
    const open = await told();
    expect(open.sums.totals).toMatchObject({ calls: 6, charged: 6 });
    expect(open.money.total).toMatchObject({ calls: 6, uncosted: 1, providerCostUsd: '0.005' });
    const end = t.clock.now();
    t.clock.advance(DAY + 2 * 3_600_000);
    await sweep(t.ctx);
    expect(await closed()).toBe(end.toISOString().slice(0, 10));
    const period = { from: open.sums.from, to: end };
    expect(await summarizeUsage(t.ctx, period)).toEqual(open.sums);
    expect(await margins(t.ctx, period)).toEqual(open.money);
    t.clock.advance(-DAY - 2 * 3_600_000);
    await spend(accountId, 'succeeded');
    expect((await summarizeUsage(t.ctx, period)).totals).toMatchObject({ calls: 7, charged: 7 });
    expect((await margins(t.ctx, period)).total).toMatchObject({ calls: 7 });
    expect((await verifyBooks(t.ctx)).findings).toEqual([]);
    t.clock.advance(2 * DAY);
    await sweep(t.ctx);
    expect((await summarizeUsage(t.ctx, period)).totals).toMatchObject({ calls: 7, charged: 7 });
    expect((await verifyBooks(t.ctx)).findings).toEqual([]);
  });
});

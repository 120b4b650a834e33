import { afterEach, describe, expect, it } from 'vitest';
import { verifyBooks } from '#domain/credits/index.ts';
import { proofSize } from '#tests/proof-size.ts';
import { applyPhase, migrationStatus, type PhaseNumber, rollbackPhase } from '../index.ts';
import { ALL, useMigrationWorld } from './world.ts';

const ROUNDS = proofSize(2, 20);
const KINDS = ['database', 'dump'] as const;

describe('the way over', () => {
  for (const kind of KINDS) {
    describe(`from a ${kind}`, () => {
      const world = useMigrationWorld();

      it('ends with the sums that SQL on the source gives', async () => {
        await world.forward(kind);
        const { old, owner } = world;
        const [there] =
          await old.sql`select count(*)::int as accounts, (select count(*)::int from igny8_sites) as sites, sum(greatest(credits, 0))::int as credits,
          sum(greatest(-credits, 0))::int as debts, count(*) filter (where status = 'suspended')::int as suspended,
          (select count(*)::int from igny8_credit_usage_logs) as usage, (select sum(credits_used)::int from igny8_credit_usage_logs) as used,
          (select sum(coalesce(tokens_input, 0) + coalesce(tokens_output, 0))::int from igny8_credit_usage_logs) as tokens,
          (select sum(cost_usd) from igny8_credit_usage_logs) as cost, (select sum((metadata ->> 'num_images')::int)::int from igny8_credit_usage_logs) as images from igny8_tenants`;
        const [here] =
          await owner.sql`select count(*)::int as accounts, (select count(*)::int from sites) as sites, (select sum(balance)::int from credit_accounts) as credits,
          (select sum((detail ->> 'debt')::int)::int from legacy_rows where phase = 4 and source_table = 'accounts') as debts, count(*) filter (where status = 'suspended')::int as suspended,
          (select count(*)::int from usage_logs) as usage, (select sum(credits)::int from usage_logs) as used,
          (select sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0))::int from usage_logs) as tokens,
          (select trim_scale(sum(provider_cost_usd)) from usage_logs) as cost, (select sum(images)::int from usage_logs) as images from accounts`;
        expect({ ...here, cost: Number(here!['cost']) }).toEqual({ ...there, cost: Number(there!['cost']) });
        const balances =
          await old.sql`select name, greatest(credits, 0)::text as credits, status from igny8_tenants order by id`;
        const ours =
          await owner.sql`select a.name, c.balance::text as credits, a.status::text from accounts a join credit_accounts c on c.account_id = a.id join legacy_rows r on r.phase = 1 and r.target_id = a.id order by r.source_pk::int`;
        expect(ours.map((row) => ({ ...row }))).toEqual(balances.map((row) => ({ ...row })));
        const perModel =
          await old.sql`select u.model_used as model, count(*)::int as rows, sum(credits_used)::int as credits from igny8_credit_usage_logs u group by 1 order by 1`;
        const logged =
          await owner.sql`select coalesce(m.model_name, substring(u.source_ref from ' (.*)$'), '') as model, count(*)::int as rows, sum(u.credits)::int as credits from usage_logs u left join ai_models m on m.id = u.model_id group by 1 order by 1`;
        expect(logged.map((row) => ({ ...row })).sort(byModel)).toEqual(
          perModel.map((row) => ({ ...row })).sort(byModel),
        );
        expect((await verifyBooks(world.ctx)).findings).toEqual([]);
      });

      it('accounts for every row of the source', async () => {
        const tables = {
          accounts: 'igny8_tenants',
          sites: 'igny8_sites',
          models: 'igny8_ai_model_config',
          costs: 'igny8_credit_cost_config',
          globals: 'igny8_global_integration_settings',
          settings: 'igny8_integration_settings',
          transactions: 'igny8_credit_transactions',
          usage: 'igny8_credit_usage_logs',
        };
        for (const [table, name] of Object.entries(tables)) {
          const there = await world.old.sql`select id::text as pk from ${world.old.sql(name)}`;
          const here = await world.owner
            .sql`select distinct source_pk as pk from legacy_rows where source_table = ${table}`;
          expect(here.map((row) => row['pk']).sort(), table).toEqual(there.map((row) => row['pk']).sort());
        }
      });

      it('changes nothing when it is applied again', async () => {
        const before = await world.state();
        for (const number of ALL)
          expect((await applyPhase(world.ctx, number, world.source(kind))).changed).toBe(false);
        expect(await world.state()).toEqual(before);
      });

      it('refuses to skip back over a later phase', async () => {
        for (const number of [1, 2, 3, 4, 5, 6] as const)
          await expect(rollbackPhase(world.ctx, number)).rejects.toThrow('Phase 7 must be rolled back first');
      });

      it('goes all the way back, and the balances with it', async () => {
        await world.back([7, 6, 5, 4, 3, 2, 1]);
        const [left] = await world.owner
          .sql`select (select sum(balance)::int from credit_accounts) as credits, (select count(*)::int from sites) as sites, (select count(*)::int from accounts where status = 'active') as active,
          (select count(*)::int from credentials where status = 'active') as keys, (select count(*)::int from legacy_shadow) as shadow, (select count(*)::int from legacy_rows) as rows`;
        expect({ ...left }).toEqual({ credits: 0, sites: 0, active: 0, keys: 0, shadow: 0, rows: 0 });
        expect((await verifyBooks(world.ctx)).findings).toEqual([]);
      });

      it('goes over once more after that', async () => {
        await world.forward(kind);
        const [there] = await world.old.sql`select sum(greatest(credits, 0))::int as credits,
          (select sum(credits_used)::int from igny8_credit_usage_logs) as used, (select count(*)::int from igny8_credit_usage_logs) as calls from igny8_tenants`;
        const [here] = await world.owner.sql`select sum(balance)::int as credits,
          (select sum(credits)::int from usage_days) as used, (select sum(calls)::int from usage_days) as calls from credit_accounts`;
        expect({ ...here }).toEqual({ ...there }); // the history, which stayed, is there once
        expect((await migrationStatus(world.ctx, undefined)).closedAt).not.toBeNull();
      });
    });
  }
});

describe(`forward and back, ${ROUNDS} times`, () => {
  const world = useMigrationWorld();
  // The ledger forgets nothing: its rows grow with each round, and the balances do not. What the usage log names stays, so that the
  // next round finds it there: the tool's own notes say "merged" then.
  const lasting = async () => {
    const { credit_transactions, credit_entries, credit_grants, legacy_rows, legacy_phases, ...rest } =
      settled(await world.state());
    return Object.fromEntries(
      Object.entries(rest).map(([table, rows]) => [
        table,
        rows.map((row) => row.replace(/"(sequence|secret_version)": \d+/g, '"$1": 0')).sort(),
      ]),
    );
  };

  it('ends the same each time', { timeout: 60_000 * ROUNDS }, async () => {
    await world.forward('dump');
    const first = await lasting();
    await world.back([7, 6, 5, 4, 3, 2, 1]);
    const without = await lasting();
    for (let round = 1; round < ROUNDS; round += 1) {
      await world.forward('dump');
      expect(await lasting()).toEqual(first);
      await world.back([7, 6, 5, 4, 3, 2, 1]);
      expect(await lasting()).toEqual(without);
    }
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
  });
});

describe('back from each phase', () => {
  const world = useMigrationWorld();
  afterEach(async () => {
    const { phases } = await migrationStatus(world.ctx, undefined);
    for (const { phase, state } of phases.toReversed())
      if (state !== 'pending') await rollbackPhase(world.ctx, phase as PhaseNumber);
  });

  for (const number of [2, 3, 5, 6, 7] as const)
    it(`phase ${number} leaves what the phase before it left`, async () => {
      await world.forward('dump', ALL.slice(0, number - 1));
      const before = settled(await world.state());
      await world.forward('dump', [number]);
      expect(settled(await world.state())).not.toEqual(before);
      await rollbackPhase(world.ctx, number);
      expect(settled(await world.state())).toEqual(before);
    });

  it('phase 4 leaves the balances of before, by entries against its own', async () => {
    await world.forward('dump', [1, 2, 3]);
    const balances = () => world.owner.sql`select account_id, balance::text from credit_accounts order by 1`;
    const before = await balances();
    await world.forward('dump', [4]);
    const [booked] = await world.owner.sql`select count(*)::int as entries from credit_transactions`;
    await rollbackPhase(world.ctx, 4);
    const [after] = await world.owner.sql`select count(*)::int as entries from credit_transactions`;
    expect([...(await balances())]).toEqual([...before]);
    expect(after!['entries']).toBeGreaterThan(booked!['entries']);
  });
});

const byModel = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  String(a['model']) < String(b['model']) ? -1 : 1;

/** A state without what counts up by itself: versions and rounds. */
function settled(state: Record<string, string[]>): Record<string, string[]> {
  const plain = (rows: string[]) =>
    rows.map((row) => row.replace(/"(version|round)": \d+/g, '"$1": 0')).sort();
  return Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, plain(rows)]));
}

import { beforeAll, describe, expect, it } from 'vitest';
import { aiModels, credentials, providers } from '#db/schema/index.ts';
import { seed } from '#db/seed/index.ts';
import { inTransaction } from '#domain/context.ts';
import { balance } from '#domain/credits/index.ts';
import { openCredential } from '#domain/providers/index.ts';
import { addKeywords, useWorld } from '#tests/runs/world.ts';
import {
  applyPhase,
  financialImpact,
  impactCsv,
  legacyModels,
  rollbackPhase,
  setLimit,
  verifyPhase,
} from '../index.ts';
import { importedId } from '../rules/ids.ts';
import { DUMP } from './load.ts';

const options = { source: DUMP, archiveFolder: `/tmp/igny8-legacy-paths-${process.pid}` };

describe('after the seventh phase', () => {
  const world = useWorld();
  beforeAll(async () => {
    for (const number of [1, 2, 3, 4, 5, 6, 7] as const) {
      await applyPhase(world.ctx, number, options);
      expect((await verifyPhase(world.ctx, number, options)).state).toBe('verified');
    }
    // The migrated keys are for the providers themselves; here the doubles stand in for them again.
    await inTransaction(world.ctx, async ({ db }) => {
      await db.delete(credentials);
      await db.update(providers).set({ isSandbox: true, baseUrl: 'http://127.0.0.1:1' });
    });
    await seed(world.ctx, { demo: false, sandboxUrl: world.sandbox.url });
  }, 120_000);

  it.each(['manual', 'automation', 'schedule', 'direct'] as const)(
    'a run by %s works on a migrated account and is charged by the new price',
    async (trigger) => {
      const accountId = importedId('accounts', '1');
      const siteId = importedId('sites', '1');
      const words = await addKeywords({ ctx: world.ctx, accountId, siteId }, [
        `bike ${trigger}`,
        `bicycle ${trigger}`,
      ]);
      const before = await balance(world.ctx, accountId);
      const run = await world.runNow({
        siteId,
        operation: 'auto_cluster',
        input: { keywordIds: words },
        trigger,
      });
      expect(run.status).toBe('succeeded');
      expect(run.creditsCharged).toBeGreaterThan(0);
      expect((await balance(world.ctx, accountId)).balance).toBe(before.balance - run.creditsCharged);
    },
  );

  it('the endpoint for the old front end answers from the registry', async () => {
    const names = (await legacyModels(world.ctx)).map((model) => model.value);
    const rows = await world.ctx.db.select({ name: aiModels.modelName }).from(aiModels);
    expect(names.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(names));
  });
});

describe('limits, keys and flags on the way', () => {
  const world = useWorld();

  it('refuses phase 4 past the limit, and tells by how much', async () => {
    for (const number of [1, 2, 3] as const) {
      await applyPhase(world.ctx, number, options);
      await verifyPhase(world.ctx, number, options);
    }
    const { total, winners, losers, unpriced } = await financialImpact(world.ctx);
    expect(Math.abs(total.change ?? 0)).toBeGreaterThan(1);
    expect([...winners, ...losers].length).toBeGreaterThan(0);
    expect(unpriced.map((entry) => entry.reason)).toEqual(
      expect.arrayContaining(['no_model', 'unknown_model', 'no_tokens', 'no_images']),
    );
    await setLimit(world.ctx, 1);
    await expect(applyPhase(world.ctx, 4, options)).rejects.toThrow('the limit is 1%');
    await setLimit(world.ctx, null);
    expect((await applyPhase(world.ctx, 4, options)).changed).toBe(true);
  });

  it('gives the impact as CSV that adds up and holds no formula', async () => {
    const impact = await financialImpact(world.ctx);
    const lines = impactCsv(impact).trim().split('\r\n');
    expect(lines).toHaveLength(
      2 + impact.accounts.length + impact.operations.length + impact.models.length + impact.unpriced.length,
    );
    expect(impact.accounts.reduce((sum, entry) => sum + entry.newCredits, 0)).toBe(impact.total.newCredits);
    expect(impactCsv({ ...impact, accounts: [{ ...impact.total, name: '=1+1' }] })).toContain("'=1+1");
  });

  it('keeps the endpoint off until phase 5, and an account’s own key its own', async () => {
    await expect(legacyModels(world.ctx)).rejects.toThrow('switched off');
    const [openai] = (await world.ctx.db.select().from(providers)).filter((row) => row.slug === 'openai');
    const platform = await openCredential(world.ctx, { providerId: openai!.id });
    const own = await openCredential(world.ctx, {
      providerId: openai!.id,
      accountId: importedId('accounts', '1'),
    });
    expect(platform.secret.reveal()).toBe('sk-legacy-GLOBAL-0123456789abcdefghij');
    expect(own.secret.reveal()).toBe('sk-legacy-ACME-zzzzzzzzzzzzzzzzzzzz');
  });

  it('leaves no key in the open anywhere in the database', async () => {
    const tables = await world.owner
      .sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
    for (const { name } of tables) {
      const [row] = await world.owner
        .sql`select count(*)::int as hits from ${world.owner.sql(String(name))} t where t::text ~ 'sk-legacy|rw-legacy'`;
      expect({ name, hits: row!['hits'] }).toEqual({ name, hits: 0 });
    }
  });

  it('brings the sandbox and its key back with phase 3', async () => {
    for (const number of [4, 3] as const) await rollbackPhase(world.ctx, number);
    const [openai] = (await world.ctx.db.select().from(providers)).filter((row) => row.slug === 'openai');
    expect(openai?.isSandbox).toBe(true);
    expect((await openCredential(world.ctx, { providerId: openai!.id })).isSandbox).toBe(true);
  });
});

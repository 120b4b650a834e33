import { connect } from '../db/client.ts';
import type { Context } from '../domain/context.ts';
import { openAccount, seedModels } from '../tests/credits/fixtures.ts';
import { timePages } from './credits/pages.ts';
import { comparePairs } from './credits/pairs.ts';
import { seedUsage } from './credits/seed-usage.ts';
import { withPool, withTemporaryDatabase } from './credits/temporary.ts';

/** Options: --seconds 9 (per measurement), --rows 10000000 (usage rows to seed; 0 leaves that part out). */
const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
};

await withTemporaryDatabase((url) =>
  withPool(url, 8, async (connection) => {
    const owner = connect(url, { max: 8, asOwner: true });
    const ctx: Context = {
      db: connection.db,
      actor: { kind: 'system', label: 'bench' },
      clock: { now: () => new Date('2026-11-23T12:00:00Z') },
      keyring: { activeId: 'none', keys: new Map() },
      requestId: 'bench',
    };
    try {
      const { text, image } = await seedModels(ctx);
      const rates = await comparePairs(ctx, owner, text, option('seconds', 9));
      console.table(rates);
      for (const accounts of [1, 100]) {
        const [plain, ledger] = rates.filter((rate) => rate.accounts === accounts);
        console.log(
          `${accounts === 1 ? 'hot' : 'spread over 100'}: ${((ledger?.pairsPerSecond ?? 0) / (plain?.pairsPerSecond ?? 1)).toFixed(2)} of the bare statements (target 0.6)`,
        );
      }
      const rows = option('rows', 10_000_000);
      if (rows > 0) {
        const accounts = await Promise.all(Array.from({ length: 200 }, () => openAccount(ctx)));
        const seconds = await seedUsage(owner.sql, rows, accounts, text, image, ctx.clock.now());
        console.log(
          `\n${rows.toLocaleString('en')} usage rows of ${accounts.length} accounts over 12 months, seeded in ${Math.round(seconds)} s. Target: p95 under 50 ms.`,
        );
        console.table(await timePages(ctx, accounts, [text.modelId, image.modelId], ctx.clock.now()));
      }
    } finally {
      await owner.close();
    }
  }),
);

import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { useDatabase } from '../database.ts';
import { proofSize } from '../proof-size.ts';
import { commands } from './commands.ts';
import { type Fixtures, openAccount, seedModels } from './fixtures.ts';
import { LedgerModel } from './model.ts';

const RUNS = proofSize(10, 300);
const COMMANDS = proofSize(30, 60);

describe('the ledger against its model', () => {
  const t = useDatabase();
  let m: Fixtures;
  beforeAll(async () => {
    m = await seedModels(t.ctx);
  });

  it(
    'agrees after every step of any sequence of grants, calls, refunds, expiries, repeats, races and crashes',
    () =>
      fc.assert(
        fc.asyncProperty(fc.commands(commands, { maxCommands: COMMANDS, size: 'max' }), async (steps) => {
          const accountId = await openAccount(t.ctx);
          await fc.asyncModelRun(
            () => ({
              model: new LedgerModel(t.clock.now()),
              real: { ctx: t.ctx, clock: t.clock, accountId, text: m.text },
            }),
            steps,
          );
          // The next run starts with empty hands: what this one holds is released.
          t.clock.advance(24 * 3_600_000);
        }),
        { numRuns: RUNS, endOnFailure: true },
      ),
    RUNS * 15_000,
  );
});

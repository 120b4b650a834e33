import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { accounts, runSteps, runs, sites } from '../db/schema/index.ts';
import { seed } from '../db/seed/index.ts';
import { type Context, inTransaction } from '../domain/context.ts';
import { grant, verifyBooks } from '../domain/credits/index.ts';
import { forgetRegistry, keepRegistry, registrySnapshot } from '../domain/models/index.ts';
import { servingModel, siteProfile, textOperation } from '../domain/operations/index.ts';
import { adapterFor } from '../domain/providers/index.ts';
import { createEngine, EngineSettings } from '../domain/runs/index.ts';
import { doStep } from '../domain/runs/step.ts';
import type { StepRow, Turn } from '../domain/runs/turn.ts';
import { withPool, withTemporaryDatabase } from './credits/temporary.ts';

/** Options: --seconds 8 (per measurement), --calls 32 (at once), --accounts 20. */
const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
};
const SECONDS = option('seconds', 8);
const AT_ONCE = option('calls', 32);
const ACCOUNTS = option('accounts', 20);

const double = fork(fileURLToPath(import.meta.resolve('./runs/double.ts')));
const [port] = (await once(double, 'message')) as [number];
let position = 0;
const baseUrl = `http://127.0.0.1:${port}`;

/** Does `call` over and over, `atOnce` at a time, and tells how many a second and how long each took. */
async function measure(what: string, atOnce: number, call: (lane: number) => Promise<void>) {
  const times: number[] = [];
  let until = performance.now() + 1_500; // warm-up
  const lane = async (n: number, keep: boolean) => {
    while (performance.now() < until) {
      const started = performance.now();
      await call(n);
      if (keep) times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, n) => lane(n, false)));
  until = performance.now() + SECONDS * 1_000;
  await Promise.all(Array.from({ length: atOnce }, (_, n) => lane(n, true)));
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
  return {
    what,
    'at once': atOnce,
    'calls/s': Math.round(times.length / SECONDS),
    'p50 ms': at(0.5),
    'p99 ms': at(0.99),
  };
}

/** A text operation whose own work is next to nothing: what is left is the engine. */
const operation = textOperation({
  name: 'auto_cluster',
  title: 'Bench',
  stage: 'Bench',
  input: z.strictObject({}),
  concurrency: 1,
  output: z.strictObject({ ok: z.boolean() }),
  plan: async () => [],
  prepare: async () => ({
    instructions: 'Answer yes.',
    data: { question: 'Is it so?' },
    usual: 300,
    most: 600,
  }),
  store: async () => ({ kind: 'nothing', ids: [] }),
});

await withTemporaryDatabase((url) =>
  withPool(url, 24, async (connection) => {
    const ctx: Context = {
      db: connection.db,
      actor: { kind: 'system', label: 'bench' },
      clock: { now: () => new Date() },
      keyring: { activeId: 'bench', keys: new Map([['bench', Buffer.alloc(32, 1)]]) },
      requestId: 'bench',
    };
    await seed(ctx, { demo: false, sandboxUrl: baseUrl });
    keepRegistry(() => true);
    forgetRegistry();
    const settings = EngineSettings.parse({
      callsAtOncePerProvider: AT_ONCE,
      callsPerSecondPerProvider: 1_000_000,
    });
    const engine = createEngine({
      ctx,
      settings,
      media: { put: never, read: never, remove: never },
      adapter: adapterFor,
      log: { info: () => {}, warn: console.warn, error: console.error },
      name: 'bench',
    });
    const turns = await Promise.all(Array.from({ length: ACCOUNTS }, () => openTurn(ctx, engine)));
    const pool: { turn: Turn; steps: StepRow[] }[] = turns.map((turn) => ({ turn, steps: [] }));
    const next = async (n: number): Promise<{ turn: Turn; step: StepRow }> => {
      const entry = pool[n % pool.length]!;
      const step = entry.steps.pop();
      return step ? { turn: entry.turn, step } : refill(entry, n);
    };
    const refill = async (entry: (typeof pool)[number], n: number) => {
      entry.steps.push(...(await addSteps(entry.turn, 2_000)));
      return next(n);
    };
    for (const entry of pool) entry.steps.push(...(await addSteps(entry.turn, 2_000)));

    const sdk = new OpenAI({ apiKey: 'sk-bench', baseURL: `${baseUrl}/v1`, maxRetries: 0 });
    const bare = async () =>
      void (await sdk.chat.completions.create({
        model: 'bench',
        messages: [{ role: 'user', content: 'Is it so?' }],
      }));
    const metered = async (n: number) => {
      const { turn, step } = await next(n);
      await doStep(turn, step);
    };
    const rows = [
      await measure('bare SDK call', 1, bare),
      await measure('metered call', 1, metered),
      await measure('bare SDK call', AT_ONCE, bare),
      await measure('metered call', AT_ONCE, metered),
    ];
    console.table(rows);
    const [one, meteredOne, , many] = rows;
    console.log(
      `added at p50, one at a time: ${((meteredOne?.['p50 ms'] ?? 0) - (one?.['p50 ms'] ?? 0)).toFixed(2)} ms (target under 10); metered calls a second: ${many?.['calls/s']} (target 500)`,
    );
    const proof = await verifyBooks(ctx);
    console.log(
      `The books after it: ${proof.ok ? 'balance' : JSON.stringify(proof.findings)}, ${proof.transactions} transactions.`,
    );
  }),
);
double.disconnect();

async function never(): Promise<never> {
  throw new Error('no image is made here');
}

async function openTurn(ctx: Context, engine: Turn['engine']): Promise<Turn> {
  const now = ctx.clock.now();
  return inTransaction(ctx, async (tx) => {
    const [account] = await tx.db
      .insert(accounts)
      .values({ name: 'Bench', createdAt: now, updatedAt: now })
      .returning();
    const [site] = await tx.db
      .insert(sites)
      .values({
        accountId: account!.id,
        name: 'Bench',
        domain: 'bench.example',
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    await grant(tx, { accountId: account!.id, amount: 1_000_000_000, reason: 'bench', key: 'bench' });
    const profile = await siteProfile(tx, site!.id);
    const model = await servingModel(tx, profile, 'text');
    const [run] = await tx.db
      .insert(runs)
      .values({
        ...{
          accountId: account!.id,
          siteId: site!.id,
          operation: operation.name,
          trigger: 'direct',
          status: 'running',
          input: {},
          total: 1_000_000_000,
        },
        ...{
          quoteMin: 1,
          quoteExpected: 1,
          quoteMax: 1_000_000_000,
          ceiling: 1_000_000_000,
          pricedModelId: model.priced.id,
          servedModelId: model.served.id,
        },
        ...{
          idempotencyKey: uuidv7(),
          requestHash: '',
          startedByLabel: 'bench',
          leaseOwner: 'bench',
          leaseUntil: new Date('2099-01-01'),
          createdAt: now,
          updatedAt: now,
        },
      })
      .returning();
    await registrySnapshot(ctx);
    const idle = new AbortController().signal;
    return {
      engine,
      ctx,
      run: run!,
      fence: run!.fence,
      operation,
      site: profile,
      stopping: idle,
      lost: idle,
      moved: () => {},
    };
  });
}

function addSteps({ ctx, run }: Turn, count: number): Promise<StepRow[]> {
  return inTransaction(ctx, ({ db }) =>
    db
      .insert(runSteps)
      .values(
        Array.from({ length: count }, () => ({
          runId: run.id,
          accountId: run.accountId,
          position: position++,
          label: 'bench',
          input: {},
          quoteMin: 1,
          quoteExpected: 1,
          quoteMax: 1,
        })),
      )
      .returning(),
  );
}

import { eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { attempts, runSteps, runs } from '../../db/schema/index.ts';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { type Context, inTransaction } from '../../domain/context.ts';
import { verifyBooks } from '../../domain/credits/index.ts';
import { executeRun, isEnded, startRun, wakeRuns } from '../../domain/runs/index.ts';
import { FAULT_KINDS } from '../../sandbox/index.ts';
import { proofSize } from '../proof-size.ts';
import { addArticle, addImagePrompt, addTask, useWorld } from './world.ts';

/** Calls for each kind of fault; STORM=500 for the long one. */
const CALLS = proofSize(2, 500);
const AT_ONCE = 8;
/** All but a refused key, which stops every call behind it, and an answer of 256 MB. */
const FAULTS = FAULT_KINDS.filter((kind) => kind !== 'unauthorized' && kind !== 'oversize');
const SETTINGS = {
  textTimeoutMs: 400,
  imageTimeoutMs: 800,
  askAgainMs: 5,
  believeAbsenceMs: 60_000,
  giveUpAnswerMs: 600_000,
  troubledForMs: 3_600_000,
  callsAtOncePerProvider: AT_ONCE,
};
const FOREVER = { stopping: new AbortController().signal };

/** Numbers that look random and are the same on each run. */
const random = (() => {
  let state = 20_261_123;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
})();

describe('a storm of provider faults', () => {
  const world = useWorld({ credits: 10_000_000 });
  const read = <T>(work: (ctx: Context) => Promise<T>) => inTransaction(world.ctx, work);
  const atOnce = async <T>(items: readonly T[], work: (item: T, at: number) => Promise<unknown>) => {
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let at = next++; at < items.length; at = next++) await work(items[at] as T, at);
      }),
    );
  };
  const openRuns = () =>
    read(({ db }) =>
      db
        .select({ id: runs.id })
        .from(runs)
        .where(inArray(runs.status, ['queued', 'running', 'waiting'])),
    );

  it(`leaves every run ended, and every call that the provider took on explained, ${FAULTS.length} faults × ${CALLS}`, {
    timeout: 60_000 + CALLS * FAULTS.length * 200,
  }, async () => {
    const engine = world.engine(SETTINGS);
    const article = await addArticle(world, 'Storm');
    const blows = FAULTS.flatMap((kind) => Array.from({ length: CALLS }, () => kind)).toSorted(
      () => random() - 0.5,
    );
    await atOnce(blows, async (kind, at) => {
      const isImage =
        kind === 'partial' || kind === 'wrong_image_type' || (kind !== 'truncated' && random() < 0.3);
      const input = isImage
        ? {
            operation: 'generate_images',
            input: {
              imagePromptIds: [await addImagePrompt(world, article, at + 1)],
              tier: 'basic',
              count: 1 + (at % 3),
            },
          }
        : {
            operation: 'generate_content',
            input: { taskIds: [await addTask(world, `Storm ${at}`)], wordCount: 300 },
          };
      const run = await startRun(world.ctx, {
        siteId: world.siteId,
        trigger: 'manual',
        idempotencyKey: `storm:${at}`,
        ...input,
      });
      world.sandbox.inject({
        kind,
        delayMs: 1_000,
        retryAfterSeconds: 0,
        times: 1 + Math.floor(random() * 2),
        provider: isImage ? 'runware' : 'openai',
        endpoint: isImage ? 'image' : 'text',
      });
      await executeRun(engine, run.id, FOREVER);
    });

    // The weather clears; time goes on in minutes, as far as a lost answer is looked for and then given up.
    world.sandbox.clearFaults();
    for (let minutes = 0; minutes < 30 && (await openRuns()).length > 0; minutes += 2) {
      world.clock.advance(120_000);
      await wakeRuns(world.ctx);
      await atOnce(await openRuns(), ({ id }) => executeRun(engine, id, FOREVER));
    }
    const ended = await read(({ db }) => db.select({ status: runs.status }).from(runs));
    expect(ended).toHaveLength(blows.length);
    expect(ended.filter(({ status }) => !isEnded(status))).toEqual([]);
    expect(ended.filter(({ status }) => status === 'succeeded').length).toBeGreaterThan(blows.length / 3);

    const journal = world.sandbox.journal.all();
    const [tries, usage] = await read(
      async ({ db }) =>
        [
          await db.select().from(attempts),
          await db.select().from(usageLogs).where(eq(usageLogs.accountId, world.accountId)),
        ] as const,
    );
    const tryOf = new Map(tries.map((row) => [row.id, row]));
    const paid = usage.filter((row) => row.charged > 0);
    const paidFor = new Map(paid.map((row) => [row.reservationId, row]));
    // A step that delivered nothing costs nothing, whatever the provider bills for it.
    const failed = new Set(
      (
        await read(({ db }) =>
          db.select({ id: runSteps.id }).from(runSteps).where(eq(runSteps.state, 'failed')),
        )
      ).map(({ id }) => id),
    );
    const unexplained: unknown[] = [];
    let expected = 0;
    for (const call of journal) {
      const made = tryOf.get(call.reference ?? '');
      const row = made && paidFor.get(made.reservationId);
      if (made?.state === 'settled' && row) {
        const same =
          call.images > 0
            ? row.images === call.images
            : (row.inputTokens ?? 0) + (row.outputTokens ?? 0) === call.totalTokens;
        if (!same) unexplained.push({ call, row });
        expected +=
          call.images > 0
            ? call.images * Number(row.creditsPerImage)
            : Math.ceil(call.totalTokens / Number(row.tokensPerCredit));
      } else if (made?.state !== 'voided' || !failed.has(made.stepId)) unexplained.push({ call, made });
    }
    expect(unexplained).toEqual([]);
    // Nothing is paid that the provider did not take on, nothing twice, and what is paid is what the provider's own log says.
    const accepted = world.sandbox.journal.byReference();
    expect([...accepted.values()].filter((times) => times > 1)).toEqual([]);
    for (const row of paid)
      expect(accepted.get(tries.find((made) => made.reservationId === row.reservationId)?.id ?? '')).toBe(1);
    expect(paid.reduce((sum, row) => sum + row.charged, 0)).toBe(expected);
    expect(tries.filter(({ state }) => state !== 'settled' && state !== 'voided')).toEqual([]);
    expect((await world.credits()).held).toBe(0);
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { attempts, runSteps, runs, storedResults } from '../../db/schema/index.ts';
import { inTransaction } from '../../domain/context.ts';
import { verifyBooks } from '../../domain/credits/index.ts';
import { type StartInput, startRun } from '../../domain/runs/index.ts';
import { proofSize } from '../proof-size.ts';
import { allEnded } from './until.ts';
import { clockFile, startWorkerProcess } from './worker-process.ts';
import { addArticle, addCluster, addImagePrompt, addTask, useWorld } from './world.ts';

const KILLS = proofSize(6, 100);
const RUNS = proofSize(8, 100);
/** Killing ends after this time at the latest, so that a slow machine does not hold up the suite; the proof is the same for fewer kills. */
const SECONDS = proofSize(60, 600);
const WORKERS = 3;
const SETTINGS = {
  leaseMs: 1_500,
  wakeEveryMs: 300,
  comeBackMs: 400,
  askAgainMs: 100,
  believeAbsenceMs: 3_000,
  troubledForMs: 600_000,
};

/** A number from 0 to 1, the same series in every run of the test. */
function* series(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe(`workers killed with SIGKILL at random: ${RUNS} runs, up to ${KILLS} kills in ${SECONDS} s`, () => {
  const world = useWorld({ latencyMs: 40 });

  const request = async (n: number): Promise<Pick<StartInput, 'operation' | 'input'>> => {
    if (n % 4 === 0)
      return {
        operation: 'generate_ideas',
        input: {
          clusterIds: await Promise.all(
            [1, 2, 3, 4, 5, 6].map((c) => addCluster(world, `Cluster ${n}-${c}`)),
          ),
          ideasPerCluster: 1,
        },
      };
    if (n % 4 === 1)
      return {
        operation: 'generate_content',
        input: {
          taskIds: [await addTask(world, `Article ${n}a`), await addTask(world, `Article ${n}b`)],
          wordCount: 200,
        },
      };
    const article = await addArticle(world, `Article ${n}`);
    if (n % 4 === 2)
      return {
        operation: 'generate_images',
        input: {
          imagePromptIds: [await addImagePrompt(world, article, 1), await addImagePrompt(world, article, 2)],
          tier: 'basic',
        },
      };
    return {
      operation: 'generate_image_prompts',
      input: { articleIds: [article, await addArticle(world, `Another ${n}`)] },
    };
  };

  it('ends every run, pays no call twice, loses no result and doubles none', {
    timeout: (SECONDS + 300) * 1000,
  }, async () => {
    const clock = clockFile(world.clock.now());
    const random = series(20_261_123);
    const until = performance.now() + SECONDS * 1000;
    let kills = 0;
    let started = 0;
    const triggers = ['manual', 'automation', 'schedule', 'direct'] as const;
    const feed = async () => {
      const n = started++;
      await startRun(world.ctx, {
        ...(await request(n)),
        siteId: world.siteId,
        trigger: triggers[n % 4]!,
        idempotencyKey: `kill:${n}`,
      });
    };
    for (let n = 0; n < 6; n += 1) await feed();
    const life = async () => {
      while (kills < KILLS && performance.now() < until) {
        const worker = await startWorkerProcess(world, clock.path, SETTINGS);
        if (started < RUNS) await feed();
        await pause(random.next().value * 900);
        await worker.kill();
        kills += 1;
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, life));
    while (started < RUNS) await feed();
    const survivor = await startWorkerProcess(world, clock.path, SETTINGS);
    const ends = await allEnded(world, 240);
    expect(await survivor.stop(), survivor.output().slice(-500)).toBe(0);

    expect(kills).toBeGreaterThan(0);
    if (performance.now() < until) expect(kills).toBeGreaterThanOrEqual(KILLS);
    expect(ends).toHaveLength(RUNS);
    expect(ends.filter((run) => run.status !== 'succeeded')).toEqual([]);

    const { calls, steps, results, all } = await inTransaction(world.ctx, async ({ db }) => ({
      calls: await db.select().from(attempts),
      steps: await db.select().from(runSteps),
      results: await db.select().from(storedResults),
      all: await db.select().from(runs),
    }));
    const settled = calls.filter((call) => call.state === 'settled');
    expect(calls.filter((call) => !['settled', 'voided'].includes(call.state))).toEqual([]);
    // One paid call and one stored result a step, however often its worker died.
    expect(settled.map((call) => call.stepId).sort()).toEqual(steps.map((step) => step.id).sort());
    expect(results.map((result) => result.sourceStepId).sort()).toEqual(steps.map((step) => step.id).sort());
    // What the provider took on is what was paid: each once, nothing more, nothing less.
    const journal = world.sandbox.journal.byReference();
    expect([...journal.values()].filter((times) => times !== 1)).toEqual([]);
    expect([...journal.keys()].sort()).toEqual(settled.map((call) => call.id).sort());
    expect(all.reduce((sum, run) => sum + run.creditsCharged, 0)).toBe(
      settled.reduce((sum, call) => sum + (call.credits ?? 0), 0),
    );
    expect((await world.credits()).held).toBe(0);
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
    const takenUp = all.reduce((sum, run) => sum + run.attempts, 0);
    expect(takenUp).toBeGreaterThan(RUNS);
    console.log(
      `${RUNS} runs, ${steps.length} steps, ${kills} kills, taken up ${takenUp} times, ${calls.length} calls begun, ${settled.length} paid`,
    );
  });
});

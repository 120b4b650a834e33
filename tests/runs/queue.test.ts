import { describe, expect, it } from 'vitest';
import { startRun } from '../../domain/runs/index.ts';
import { allEnded } from './until.ts';
import { clockFile, startWorkerProcess } from './worker-process.ts';
import { addTask, useWorld } from './world.ts';

describe('a backlog that no announcement tells of any more', () => {
  const world = useWorld();

  it('is worked off without a pause, however few runs are executed at a time', {
    timeout: 120_000,
  }, async () => {
    for (let n = 0; n < 12; n += 1) {
      const input = { taskIds: [await addTask(world, `Article ${n}`)], wordCount: 200 };
      await startRun(world.ctx, {
        operation: 'generate_content',
        siteId: world.siteId,
        trigger: 'manual',
        idempotencyKey: `backlog:${n}`,
        input,
      });
    }
    const worker = await startWorkerProcess(world, clockFile(world.clock.now()).path, { runsAtOnce: 2 });
    const ends = await allEnded(world, 60); // resting after each job, as pg-boss would, takes two and a half minutes
    expect(ends.map((run) => run.status)).toEqual(Array(12).fill('succeeded'));
    expect(await worker.stop()).toBe(0);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { verifyBooks } from '#domain/credits/index.ts';
import { proofSize } from '#tests/proof-size.ts';
import { applyPhase, migrationStatus, type PhaseNumber, rollbackPhase, verifyPhase } from '../index.ts';
import type { ChildJob } from './child.ts';
import { ALL, type MigrationWorld, useMigrationWorld } from './world.ts';

/** Kills of each phase. */
const KILLS = proofSize(1, 20);

/** Starts a process that acts on a phase and kills it after a while, unless it ended before. Tells whether the kill hit. */
async function killed(
  world: MigrationWorld,
  job: Pick<ChildJob, 'phase' | 'act'>,
  after: number,
): Promise<boolean> {
  const all: ChildJob = {
    ...job,
    url: world.url,
    now: world.clock.now().toISOString(),
    options: world.source('dump'),
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts')], {
    env: { ...process.env, LEGACY_JOB: JSON.stringify(all) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk));
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await Promise.race([pause(after), ended]);
  child.kill('SIGKILL');
  await ended;
  if (child.exitCode !== null && child.exitCode !== 0) throw new Error(complaint);
  return child.signalCode === 'SIGKILL';
}

describe('killed in the middle', () => {
  const undisturbed = useMigrationWorld();
  const world = useMigrationWorld();

  // The ledger forgets nothing, a phase 4 that was taken back least of all: both go through it as often.
  const backAgain = async (number: PhaseNumber) => {
    await rollbackPhase(world.ctx, number);
    if (number !== 4) return;
    await rollbackPhase(undisturbed.ctx, number);
    await applyPhase(undisturbed.ctx, number, undisturbed.source('dump'));
  };

  for (const number of ALL)
    it(`phase ${number} comes to the same end as without a kill, row by row`, async () => {
      const started = performance.now();
      await applyPhase(undisturbed.ctx, number, undisturbed.source('dump'));
      const takes = performance.now() - started;
      let hits = 0;
      // A kill that came too late finds the phase applied: then it is taken back, and the next one comes sooner.
      for (let attempt = 0; hits < KILLS && attempt < KILLS * 6; attempt += 1) {
        if (
          await killed(
            world,
            { phase: number, act: 'apply' },
            takes * (0.05 + 0.9 * Math.random()) * 0.85 ** (attempt - hits),
          )
        )
          hits += 1;
        const state = (await migrationStatus(world.ctx, undefined)).phases[number - 1]?.state;
        expect(['pending', 'applying', 'applied']).toContain(state);
        if (state === 'applied' && hits < KILLS) await backAgain(number);
      }
      expect(hits).toBeGreaterThanOrEqual(KILLS);
      await applyPhase(world.ctx, number, world.source('dump'));
      for (const each of [undisturbed, world]) {
        const { findings } = await verifyPhase(each.ctx, number, each.source('dump'));
        expect(findings.filter((entry) => !entry.ok)).toEqual([]);
      }
      expect(comparable(await world.state())).toEqual(comparable(await undisturbed.state()));
    }, 900_000);

  it('the books are right after all of it', async () => {
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
  });

  it('a killed rollback is done or not done, never half', async () => {
    const standing = comparable(await world.state());
    let hits = 0;
    for (let attempt = 0; hits < KILLS && attempt < KILLS * 6; attempt += 1) {
      if (await killed(world, { phase: 7, act: 'rollback' }, 400 * Math.random() * 0.85 ** (attempt - hits)))
        hits += 1;
      const state = (await migrationStatus(world.ctx, undefined)).phases[6]?.state;
      if (state === 'verified') expect(comparable(await world.state())).toEqual(standing);
      else {
        expect(state).toBe('pending');
        await world.forward('dump', [7]);
        expect(comparable(await world.state())).toEqual(standing);
      }
    }
    expect(hits).toBeGreaterThanOrEqual(KILLS);
  }, 900_000);
});

// How often a phase was begun, and where each of the two keeps its archive, tells of the test alone.
function comparable(state: Record<string, string[]>): Record<string, string[]> {
  const plain = (row: string) =>
    row
      .replace(/"(version|round|secret_version)": \d+/g, '"$1": 0')
      .replace(/(legacy:\w+:\d+):\d+/, '$1')
      .replace(/\S+, SHA-256 [0-9a-f]+/, 'archive');
  return Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, rows.map(plain).sort()]));
}

import { beforeAll, describe, expect, it } from 'vitest';
import { adjust, grant, sweep, verifyBooks } from '../../domain/credits/index.ts';
import { executeRun, getRun, startRun, wakeRuns } from '../../domain/runs/index.ts';
import { addArticle, addImagePrompt, useWorld } from './world.ts';

const idle = () => new AbortController().signal;

describe('an answer that was kept, when its worker died and all were away past the hold', () => {
  const world = useWorld();
  let article = '';
  let position = 0;
  beforeAll(async () => {
    article = await addArticle(world, 'Kept');
  });
  const execute = (id: string) => executeRun(world.engine(), id, { stopping: idle() });

  /** A run whose worker died with the answer kept, and whose hold ran out since. */
  async function keptPastItsHold() {
    world.sandbox.journal.clear();
    const run = await startRun(world.ctx, {
      operation: 'generate_images',
      siteId: world.siteId,
      input: { imagePromptIds: [await addImagePrompt(world, article, ++position)], tier: 'basic' },
      trigger: 'manual',
      idempotencyKey: `kept:${position}`,
    });
    const dying = world.engine();
    dying.lanes.run = async (_provider, work) => {
      await work();
      throw new Error('the worker dies with the answer kept');
    };
    await executeRun({ ...dying, settings: { ...dying.settings, troubledForMs: 600_000 } }, run.id, {
      stopping: idle(),
    });
    expect(await world.owner.sql`select state from attempts where run_id = ${run.id}`).toMatchObject([
      { state: 'answered' },
    ]);
    world.clock.advance(3_600_000);
    await sweep(world.ctx);
    return run;
  }

  it('is paid, and the provider neither asked nor paid again', async () => {
    const before = await world.credits();
    const run = await keptPastItsHold();
    expect(await world.credits()).toMatchObject({ balance: before.balance, held: 0 });
    await wakeRuns(world.ctx);
    expect(await execute(run.id)).toBe('ended');
    expect(await getRun(world.ctx, run.id)).toMatchObject({ status: 'succeeded', creditsCharged: 1 });
    expect(world.sandbox.journal.all()).toHaveLength(1);
    expect(await world.credits()).toMatchObject({ balance: before.balance - 1, held: 0 });
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
  });

  it('stays kept while the account cannot pay for it', async () => {
    const run = await keptPastItsHold();
    const { balance } = await world.credits();
    await adjust(world.ctx, {
      accountId: world.accountId,
      amount: -balance,
      reason: 'test',
      key: 'kept:empty',
    });
    await wakeRuns(world.ctx);
    expect(await execute(run.id)).toBe('waiting');
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'waiting',
      waitingFor: 'credits',
      needed: 1,
    });
    await grant(world.ctx, { accountId: world.accountId, amount: balance, reason: 'test', key: 'kept:full' });
    await wakeRuns(world.ctx);
    expect(await execute(run.id)).toBe('ended');
    expect(await getRun(world.ctx, run.id)).toMatchObject({ status: 'succeeded', creditsCharged: 1 });
    expect(world.sandbox.journal.all()).toHaveLength(1);
    expect(await world.credits()).toMatchObject({ balance: balance - 1, held: 0 });
  });

  it('is given up when we fail to store it for a minute: the account gets back what was held', async () => {
    const before = await world.credits();
    const calls = world.sandbox.journal.all().length;
    const run = await startRun(world.ctx, {
      operation: 'generate_images',
      siteId: world.siteId,
      input: { imagePromptIds: [await addImagePrompt(world, article, ++position)], tier: 'basic' },
      trigger: 'manual',
      idempotencyKey: `kept:${position}`,
    });
    const failing = world.engine({ troubledForMs: 15 * 60_000, ownTroubleForMs: 60_000 });
    await world.owner.sql.unsafe(`
      create function not_stored() returns trigger language plpgsql as $$ begin raise exception 'a fault of ours'; end $$;
      create trigger not_stored before insert on images for each row execute function not_stored();
    `);
    expect(await executeRun(failing, run.id, { stopping: idle() })).toBe('waiting');
    world.clock.advance(60_000);
    await wakeRuns(world.ctx);
    expect(await executeRun(failing, run.id, { stopping: idle() })).toBe('ended');
    expect(await getRun(world.ctx, run.id)).toMatchObject({ status: 'failed', errorCode: 'internal_error' });
    expect(await world.credits()).toEqual(before);
    expect(world.sandbox.journal.all().length).toBe(calls + 1);
    await world.owner.sql`drop function not_stored cascade`;
  });
});

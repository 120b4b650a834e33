import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { accounts, attempts, credentials, runs, sites } from '../../db/schema/index.ts';
import { inTransaction } from '../../domain/context.ts';
import { adjust, grant } from '../../domain/credits/index.ts';
import { listNotices } from '../../domain/notices/index.ts';
import { quoteOperation } from '../../domain/operations/index.ts';
import {
  cancelRun,
  continueRun,
  executeRun,
  getRun,
  listRuns,
  retryFailed,
  runEventsAfter,
  startRun,
  wakeRuns,
} from '../../domain/runs/index.ts';
import { person } from '../database.ts';
import { statusOf, until } from './until.ts';
import { addArticle, addImagePrompt, addTask, useWorld } from './world.ts';

const idle = () => new AbortController().signal;

describe('the life of a run', () => {
  const world = useWorld();
  let article = '';
  let position = 0;
  let key = 0;
  beforeAll(async () => {
    article = await addArticle(world, 'Life');
  });
  const prompts = async (count: number) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await addImagePrompt(world, article, ++position));
    return ids;
  };
  const images = async (count: number, more: { ceiling?: number; idempotencyKey?: string } = {}) =>
    startRun(world.ctx, {
      operation: 'generate_images',
      siteId: world.siteId,
      input: { imagePromptIds: await prompts(count), tier: 'basic' },
      trigger: 'manual',
      idempotencyKey: `life:${++key}`,
      ...more,
    });
  const execute = (id: string, settings = {}) => executeRun(world.engine(settings), id, { stopping: idle() });
  const openCalls = (runId: string) =>
    inTransaction(world.ctx, ({ db }) =>
      db
        .select()
        .from(attempts)
        .where(and(eq(attempts.runId, runId), inArray(attempts.state, ['sent', 'answered', 'unknown']))),
    );

  it('is started once for a key, also by ten at once, and refuses the key with another request', async () => {
    const input = { imagePromptIds: await prompts(1), tier: 'basic' };
    const request = {
      operation: 'generate_images',
      siteId: world.siteId,
      input,
      trigger: 'manual' as const,
      idempotencyKey: 'once',
    };
    const started = await Promise.all(Array.from({ length: 10 }, () => startRun(world.ctx, request)));
    expect(new Set(started.map((run) => run.id)).size).toBe(1);
    await expect(startRun(world.ctx, { ...request, input: { ...input, count: 2 } })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await execute(started[0]!.id)).toBe('ended');
    expect(await execute(started[0]!.id)).toBe('not_mine');
    expect((await getRun(world.ctx, started[0]!.id)).creditsCharged).toBe(1);
  });

  it('tells of its end when it took long, and not otherwise', async () => {
    const short = await images(1);
    await execute(short.id);
    const long = await images(1);
    world.clock.advance(90_000);
    await execute(long.id);
    const { data } = await listNotices(world.ctx, { limit: 50 });
    expect(data.filter((notice) => notice.kind.startsWith('run.'))).toMatchObject([
      { kind: 'run.succeeded', link: `/runs/${long.id}`, accountId: world.accountId },
    ]);
  });

  it('says what is missing before anything is called: credits, a key, a sensible input', async () => {
    const { available } = await world.credits();
    const many = { imagePromptIds: await prompts(1), tier: 'premium', count: 4 };
    await adjust(world.ctx, {
      accountId: world.accountId,
      amount: 59 - available,
      reason: 'test',
      key: 'poor',
    });
    const quote = await quoteOperation(world.ctx, {
      operation: 'generate_images',
      siteId: world.siteId,
      input: many,
    });
    expect(quote).toMatchObject({ min: 60, max: 60, needed: 60, available: 59, enough: false });
    world.sandbox.journal.clear();
    const start = (input: Record<string, unknown>) =>
      startRun(world.ctx, {
        operation: 'generate_images',
        siteId: world.siteId,
        input,
        trigger: 'manual',
        idempotencyKey: `poor:${++key}`,
      });
    await expect(start(many)).rejects.toMatchObject({
      code: 'insufficient_credits',
      extra: { needed: 60, available: 59 },
    });
    await grant(world.ctx, { accountId: world.accountId, amount: 100_000, reason: 'test', key: 'rich' });
    await expect(start({ imagePromptIds: [crypto.randomUUID()] })).rejects.toMatchObject({
      code: 'invalid_field',
      fields: [{ path: 'image_prompt_ids' }],
    });
    await expect(start({ imagePromptIds: [] })).rejects.toMatchObject({ code: 'invalid_field' });
    await inTransaction(world.ctx, ({ db }) => db.update(credentials).set({ status: 'revoked' }));
    await expect(start({ imagePromptIds: await prompts(1), tier: 'basic' })).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringMatching(/Runware has no usable key/),
      extra: { provider: 'runware', link: expect.stringMatching(/^\/admin\/providers\//) },
    });
    await inTransaction(world.ctx, ({ db }) => db.update(credentials).set({ status: 'active' }));
    expect(world.sandbox.journal.all()).toEqual([]);
    expect((await world.credits()).held).toBe(0);
  });

  it('lets viewers read and editors start, and does not exist for anybody else', async () => {
    const run = await images(1);
    const viewer = world.as(person({ [world.accountId]: 'viewer' }));
    const stranger = world.as(person({ [crypto.randomUUID()]: 'owner' }));
    expect((await getRun(viewer, run.id)).id).toBe(run.id);
    expect((await listRuns(viewer, { limit: 5 })).data.map(({ id }) => id)).toContain(run.id);
    expect((await listRuns(stranger, { limit: 5 })).data).toEqual([]);
    const request = {
      operation: 'generate_images',
      siteId: world.siteId,
      input: { imagePromptIds: await prompts(1) },
      trigger: 'manual' as const,
      idempotencyKey: 'role',
    };
    for (const act of [
      () => startRun(viewer, request),
      () => cancelRun(viewer, run.id),
      () => retryFailed(viewer, run.id),
      () => continueRun(viewer, run.id, 5),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = [
      () => startRun(stranger, request),
      () => getRun(stranger, run.id),
      () => runEventsAfter(stranger, run.id, 0),
      () => cancelRun(stranger, run.id),
      () => retryFailed(stranger, run.id),
      () => continueRun(stranger, run.id, 5),
    ];
    for (const act of foreign) await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    const [other] = await inTransaction(world.ctx, async ({ db }) => {
      const [account] = await db
        .insert(accounts)
        .values({ name: 'Other', createdAt: world.clock.now(), updatedAt: world.clock.now() })
        .returning();
      return db
        .insert(sites)
        .values({
          accountId: account!.id,
          name: 'Other',
          domain: 'o.example',
          createdAt: world.clock.now(),
          updatedAt: world.clock.now(),
        })
        .returning();
    });
    await expect(
      startRun(world.ctx, { ...request, siteId: other!.id, idempotencyKey: 'foreign prompts' }),
    ).rejects.toMatchObject({ code: 'invalid_field' });
    await cancelRun(world.ctx, run.id);
  });

  it('stops at its ceiling, says so, and goes on with consent', async () => {
    const run = await images(3, { ceiling: 3 });
    await inTransaction(world.ctx, ({ db }) =>
      db.update(runs).set({ ceiling: 2 }).where(eq(runs.id, run.id)),
    );
    expect(await execute(run.id)).toBe('waiting');
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'waiting',
      waitingFor: 'ceiling',
      needed: 3,
      done: 2,
      creditsCharged: 2,
    });
    expect(await openCalls(run.id)).toEqual([]);
    expect(await wakeRuns(world.ctx)).toBe(0);
    await expect(continueRun(world.ctx, run.id, 2)).rejects.toMatchObject({ code: 'invalid_field' });
    expect(await continueRun(world.ctx, run.id, 3)).toMatchObject({ status: 'queued', ceiling: 3 });
    await execute(run.id);
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'succeeded',
      done: 3,
      creditsCharged: 3,
    });
  });

  it('waits when the credits run out and goes on by itself after a top-up', async () => {
    const run = await images(3);
    const { available } = await world.credits();
    await adjust(world.ctx, {
      accountId: world.accountId,
      amount: 1 - available,
      reason: 'test',
      key: 'nearly none',
    });
    expect(await execute(run.id)).toBe('waiting');
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'waiting',
      waitingFor: 'credits',
      needed: 1,
      done: 1,
      creditsCharged: 1,
    });
    expect(await world.credits()).toMatchObject({ balance: 0, held: 0 });
    expect(await wakeRuns(world.ctx)).toBe(0);
    await grant(world.ctx, { accountId: world.accountId, amount: 100_000, reason: 'test', key: 'top-up' });
    expect(await wakeRuns(world.ctx)).toBe(1);
    await execute(run.id);
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'succeeded',
      done: 3,
      creditsCharged: 3,
    });
  });

  it('is cancelled at any stage: queued, waiting, in the middle of a call', async () => {
    const queued = await images(1);
    expect(await cancelRun(world.ctx, queued.id)).toMatchObject({ status: 'cancelled' });
    expect(await execute(queued.id)).toBe('not_mine');
    expect(await cancelRun(world.ctx, queued.id)).toMatchObject({ status: 'cancelled' });

    const before = await world.credits();
    world.sandbox.inject({ kind: 'slow', provider: 'openai', endpoint: 'text', delayMs: 1_500, times: 1 });
    const { id } = await startRun(world.ctx, {
      operation: 'generate_content',
      siteId: world.siteId,
      input: { taskIds: [await addTask(world, 'Never mind')], wordCount: 300 },
      trigger: 'manual',
      idempotencyKey: 'cancel',
    });
    const cancels: (() => void)[] = [];
    const onCancel = (_run: string, cancel: () => void) => {
      cancels.push(cancel);
      return () => {};
    };
    const turn = executeRun(world.engine(), id, { stopping: idle(), onCancel });
    await until(
      () => openCalls(id),
      (open) => open.length === 1,
    );
    expect((await world.credits()).held).toBeGreaterThan(0);
    await cancelRun(world.ctx, id);
    expect(await world.credits()).toMatchObject({ balance: before.balance, held: 0 });
    for (const cancel of cancels) cancel();
    expect(await turn).toBe('lost');
    expect(await getRun(world.ctx, id)).toMatchObject({
      status: 'cancelled',
      creditsCharged: 0,
      steps: [{ state: 'cancelled' }],
    });
    expect(await world.credits()).toMatchObject({ balance: before.balance, held: 0 });
  });

  it('refuses what a worker writes after another has taken its run over', async () => {
    world.sandbox.inject({ kind: 'slow', provider: 'runware', endpoint: 'image', delayMs: 1_000, times: 1 });
    const run = await images(1);
    const first = execute(run.id, { leaseMs: 60_000 });
    await until(
      () => openCalls(run.id),
      (open) => open.length === 1,
    );
    await inTransaction(world.ctx, ({ db }) =>
      db
        .update(runs)
        .set({ leaseUntil: new Date(0) })
        .where(eq(runs.id, run.id)),
    );
    expect(await wakeRuns(world.ctx)).toBe(1);
    const second = execute(run.id);
    expect((await Promise.all([first, second])).sort()).toEqual(['ended', 'lost']);
    const detail = await getRun(world.ctx, run.id);
    expect(detail).toMatchObject({ status: 'succeeded', attempts: 2, creditsCharged: 1 });
    expect(detail.steps[0]?.attempts.filter((call) => call.state === 'settled')).toHaveLength(1);
    expect(detail.steps[0]?.result?.ids).toHaveLength(1);
  });

  it('tries again what failed, and neither calls nor pays for the rest', async () => {
    world.sandbox.journal.clear();
    world.sandbox.inject({ kind: 'refused', provider: 'runware', endpoint: 'image', times: 1 });
    const run = await images(3);
    await execute(run.id);
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'partly_succeeded',
      done: 2,
      failed: 1,
      creditsCharged: 2,
      errorMessage: expect.stringMatching(/^1 of 3 failed\. Runware refused/),
    });
    expect(await retryFailed(world.ctx, run.id)).toMatchObject({ status: 'queued' });
    await execute(run.id);
    expect(await getRun(world.ctx, run.id)).toMatchObject({
      status: 'succeeded',
      done: 3,
      failed: 0,
      creditsCharged: 3,
    });
    expect(world.sandbox.journal.all()).toHaveLength(3);
    await expect(retryFailed(world.ctx, run.id)).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('leaves a broken provider alone, holds nothing meanwhile, and comes back', async () => {
    world.sandbox.inject({ kind: 'server_error', provider: 'runware', endpoint: 'image', times: 2 });
    const engine = world.engine({ tries: 1, breakAfter: 2, breakForMs: 200, troubledForMs: 600_000 });
    const run = await images(4);
    expect(await executeRun(engine, run.id, { stopping: idle() })).toBe('waiting');
    expect(await getRun(world.ctx, run.id)).toMatchObject({ status: 'waiting', waitingFor: 'provider' });
    expect((await world.credits()).held).toBe(0);
    world.clock.advance(60_000);
    const goOn = async () => {
      await wakeRuns(world.ctx);
      await executeRun(engine, run.id, { stopping: idle() });
      world.clock.advance(60_000);
      return statusOf(world, run.id);
    };
    await until(goOn, (status) => status === 'succeeded');
    expect(await getRun(world.ctx, run.id)).toMatchObject({ done: 4, creditsCharged: 4 });
  });

  it('releases its run to the next worker when the process is to end', async () => {
    const run = await images(2);
    const stopping = new AbortController();
    stopping.abort();
    expect(await executeRun(world.engine(), run.id, { stopping: stopping.signal })).toBe('released');
    expect(await statusOf(world, run.id)).toBe('queued');
    expect(await execute(run.id)).toBe('ended');
  });

  it('tells what happened in numbered events, from any number on', async () => {
    const run = await images(2);
    await execute(run.id);
    const all = await runEventsAfter(world.ctx, run.id, 0);
    expect(all.map((event) => event.number)).toEqual(all.map((_, at) => at + 1));
    expect(all[0]?.data).toMatchObject({ status: 'queued', done: 0, total: 2 });
    expect(all.at(-1)?.data).toMatchObject({ status: 'succeeded', done: 2, credits_charged: 2 });
    expect(await runEventsAfter(world.ctx, run.id, 2)).toEqual(all.slice(2));
  });

  it('wakes who waits, however many are queued before them', async () => {
    const waiting = await images(1);
    const queued = await images(1);
    await world.owner
      .sql`update runs set status = 'running', lease_owner = 'gone', lease_until = '2000-01-01', fence = fence + 1 where id = ${waiting.id}`;
    await world.owner
      .sql`update runs set status = 'waiting', waiting_for = 'provider', resume_at = ${world.clock.now().toISOString()}, lease_owner = null, lease_until = null where id = ${waiting.id}`;
    await world.owner
      .sql`insert into runs select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'idempotency_key', 'crowd:' || n, 'status', 'queued',
        'lease_owner', null, 'lease_until', null, 'events', 0, 'updated_at', r.updated_at - interval '1 hour'))).* from runs r, generate_series(1, 250) n where r.id = ${queued.id}`;
    await wakeRuns(world.ctx);
    expect((await getRun(world.ctx, waiting.id)).status).toBe('queued');
    await world.owner.sql`delete from runs where idempotency_key like 'crowd:%'`;
  });
});

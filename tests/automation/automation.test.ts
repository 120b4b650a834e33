import { and, eq, isNull } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  articles,
  automationRuns,
  automations,
  clusters,
  imagePrompts,
  images,
  keywords,
  runs,
  siteSettings,
} from '../../db/schema/index.ts';
import {
  cancelAutomation,
  decideAutomation,
  getAutomationRun,
  quoteAutomation,
  retryAutomation,
  startAutomation,
  tickAutomations,
  updateAutomation,
} from '../../domain/automation/index.ts';
import { removeRows } from '../../domain/content/index.ts';
import { inTransaction } from '../../domain/context.ts';
import { adjust, grant, verifyBooks } from '../../domain/credits/index.ts';
import { listNotices } from '../../domain/notices/index.ts';
import { executeRun, isEnded, wakeRuns } from '../../domain/runs/index.ts';
import { createSite, getSite, updateSite } from '../../domain/sites/index.ts';
import { person } from '../database.ts';
import { addKeywords, useWorld } from '../runs/world.ts';

const WORDS = [
  'raised bed soil',
  'raised bed depth',
  'raised bed wood',
  'tomato watering',
  'tomato pruning',
  'tomato seedlings',
  'compost bin',
  'compost worms',
];
const SMALL = [
  { stage: 'clusters', enabled: true, maxItems: 20, approvalAfter: false },
  { stage: 'ideas', enabled: true, maxItems: 1, approvalAfter: false },
  { stage: 'tasks', enabled: true, maxItems: 2, approvalAfter: false },
  { stage: 'content', enabled: true, maxItems: 2, approvalAfter: false },
  { stage: 'image_prompts', enabled: true, maxItems: 2, approvalAfter: false },
  { stage: 'images', enabled: true, maxItems: 6, approvalAfter: false },
] as const;

describe('automation', () => {
  const world = useWorld({ now: '2026-11-23T12:00:00Z' });

  beforeEach(async () => {
    world.clock.set('2026-11-23T12:00:00Z');
    await world.owner
      .sql`truncate keywords, clusters, content_ideas, tasks, articles, automation_runs, automations, notices cascade`;
    await world.owner.sql`delete from runs where automation_run_id is not null`;
    await addKeywords(world, WORDS);
    const saved = await updateAutomation(world.ctx, {
      siteId: world.siteId,
      expectedVersion: 0,
      stages: [...SMALL],
    });
    expect(saved.version).toBe(1);
  });

  /** The scheduler and a worker take turns until nothing moves any more. */
  async function work(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      await tickAutomations(world.ctx);
      const open = await inTransaction(world.ctx, ({ db }) => db.select().from(runs));
      const waiting = open.filter((run) => run.status === 'queued');
      if (waiting.length === 0) return;
      for (const run of waiting)
        await executeRun(world.engine(), run.id, { stopping: new AbortController().signal });
    }
    throw new Error('it never came to rest');
  }

  const made = () =>
    inTransaction(world.ctx, async ({ db }) => ({
      clusters: (await db.select().from(clusters)).length,
      articles: (await db.select().from(articles).where(isNull(articles.deletedAt))).length,
      images: (await db.select().from(images)).length,
    }));
  const runNow = (ceiling = 10_000) => startAutomation(world.ctx, { siteId: world.siteId, ceiling });
  const view = (id: string) => getAutomationRun(world.ctx, { siteId: world.siteId, id });

  it('goes the whole way from keywords to pictures, and charges what its runs charged', async () => {
    const before = await world.credits();
    const { id } = await runNow();
    await work();
    const after = await view(id);
    expect(after, after.reason ?? '').toMatchObject({ status: 'succeeded', trigger: 'automation' });
    expect(await made()).toMatchObject({ articles: 2, images: 6 });
    expect(after.credits).toBe(before.balance - (await world.credits()).balance);
    expect(after.stages.map(({ stage, state, failed }) => [stage, state, failed])).toEqual(
      SMALL.map(({ stage }) => [stage, 'done', 0]),
    );
    expect(
      after.stages.map(({ done }) => done),
      'counts are of items, also where one call takes up many',
    ).toEqual(after.stages.map(({ items }) => items));
    expect(after.stages[0]?.done).toBe(WORDS.length);
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
    const { data: notices } = await listNotices(world.ctx, { limit: 10 });
    expect(notices.filter((notice) => notice.accountId === world.accountId)).toMatchObject([
      {
        kind: 'automation.succeeded',
        body: `2 articles and 6 images for ${after.credits} credits.`,
        link: `/sites/${world.siteId}/automation`,
      },
    ]);
  });

  it('does and charges the same by schedule, started once at its time by any number of schedulers', async () => {
    const { id } = await runNow();
    await work();
    const byHand = await view(id);
    const first = await made();
    await world.owner.sql`truncate keywords, clusters, content_ideas, tasks, articles cascade`;
    await addKeywords(world, WORDS);
    await updateAutomation(world.ctx, {
      siteId: world.siteId,
      expectedVersion: 1,
      cron: '0 9 * * *',
      scheduleEnabled: true,
      budgetPerRun: 10_000,
    });
    world.clock.set('2026-11-26T15:00:00Z'); // everything was down for three times of the schedule
    await Promise.all(Array.from({ length: 5 }, () => tickAutomations(world.ctx)));
    await work();
    const scheduled = (
      await inTransaction(world.ctx, ({ db }) =>
        db.select().from(automationRuns).where(eq(automationRuns.trigger, 'schedule')),
      )
    )[0]!;
    expect(await inTransaction(world.ctx, ({ db }) => db.select().from(automationRuns))).toHaveLength(2);
    const after = await view(scheduled.id);
    expect(after.status).toBe('succeeded');
    expect(await made()).toEqual(first);
    expect(after.stages.map(({ stage, done, credits }) => ({ stage, done, credits }))).toEqual(
      byHand.stages.map(({ stage, done, credits }) => ({ stage, done, credits })),
    );
    const [row] = await inTransaction(world.ctx, ({ db }) => db.select().from(automations));
    expect(row?.nextDueAt).toEqual(new Date('2026-11-27T09:00:00Z'));
  });

  it('goes on with the others when one cannot be begun or taken on', async () => {
    const other = await createSite(world.ctx, {
      accountId: world.accountId,
      name: 'Other',
      domain: 'other.example',
      timeZone: 'UTC',
    });
    const plan = { cron: '0 9 * * *', scheduleEnabled: true, budgetPerRun: 10_000 };
    await updateAutomation(world.ctx, { siteId: world.siteId, expectedVersion: 1, ...plan });
    await updateAutomation(world.ctx, { siteId: other.id, expectedVersion: 0, ...plan });
    const due = async (hour: string) => {
      await world.owner
        .sql`update automations set next_due_at = ${`2026-11-23T${hour}:00:00Z`} where site_id = ${world.siteId}`;
      await world.owner
        .sql`update automations set next_due_at = ${`2026-11-23T${hour}:30:00Z`} where site_id = ${other.id}`;
    };
    const begun = () =>
      inTransaction(world.ctx, ({ db }) =>
        db.select().from(automationRuns).where(eq(automationRuns.siteId, other.id)),
      );
    await world.owner.sql.unsafe(
      `alter table automation_runs add constraint planted check (site_id <> '${world.siteId}' or (due_at is null and stage is null)) not valid`,
    );
    try {
      await due('08');
      await expect(tickAutomations(world.ctx)).rejects.toThrow('some automations could not be taken on');
      expect(await begun()).toMatchObject([{ trigger: 'schedule', status: 'succeeded' }]);
      const { id } = await runNow();
      await due('10');
      await expect(tickAutomations(world.ctx)).rejects.toThrow('some automations could not be taken on');
      expect((await begun()).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
      expect((await view(id)).status).toBe('running');
    } finally {
      await world.owner.sql`alter table automation_runs drop constraint planted`;
    }
  });

  it('quotes the whole way before it starts, and never spends past the ceiling', async () => {
    const quote = await quoteAutomation(world.ctx, world.siteId);
    expect(quote.stages.find((stage) => stage.stage === 'clusters')).toMatchObject({ items: 8, waiting: 8 });
    expect(quote.total.max).toBe(quote.ceiling);
    const { id } = await runNow(quote.ceiling);
    await work();
    const after = await view(id);
    expect(after.credits).toBeLessThanOrEqual(quote.total.max);
    expect(after.credits).toBeGreaterThanOrEqual(quote.total.min);
  });

  it('stops before a budget would be passed, and keeps what is done', async () => {
    const { id } = await runNow(40);
    await work();
    const after = await view(id);
    expect(after.status).toBe('stopped_at_budget');
    expect(after.credits).toBeLessThanOrEqual(40);
    expect(after.reason).toMatch(/budget/);
    expect((await made()).clusters).toBeGreaterThan(0);
    expect((await world.credits()).held).toBe(0);
  });

  it('keeps to the budget of the month over several goes', async () => {
    await updateAutomation(world.ctx, { siteId: world.siteId, expectedVersion: 1, budgetPerMonth: 60 });
    await runNow();
    await work();
    const spent = (await inTransaction(world.ctx, ({ db }) => db.select().from(runs))).reduce(
      (sum, run) => sum + (run.automationRunId ? run.creditsCharged : 0),
      0,
    );
    expect(spent).toBeLessThanOrEqual(60);
    const second = await runNow();
    expect(second.ceiling).toBe(60 - spent);
  });

  it('waits at a stage boundary without credits, and goes on by itself after a top-up', async () => {
    const { available } = await world.credits();
    await adjust(world.ctx, {
      accountId: world.accountId,
      amount: -(available - 8),
      reason: 'nearly nothing left',
      key: `empty-${Math.random()}`,
    });
    const { id } = await runNow();
    await work();
    expect(await view(id)).toMatchObject({
      status: 'waiting_for_credits',
      reason: expect.stringContaining('by itself after a top-up'),
    });
    await grant(world.ctx, {
      accountId: world.accountId,
      amount: 100_000,
      reason: 'top-up',
      key: `top-${Math.random()}`,
    });
    world.clock.advance(60_000);
    await wakeRuns(world.ctx);
    await work();
    expect((await view(id)).status).toBe('succeeded');
  });

  it('stops for a person between stages, and goes on when they approve', async () => {
    await updateAutomation(world.ctx, {
      siteId: world.siteId,
      expectedVersion: 1,
      stages: [{ ...SMALL[0], approvalAfter: true }],
    });
    const { id } = await runNow();
    await work();
    expect(await view(id)).toMatchObject({ status: 'waiting_for_approval', stage: 'clusters' });
    expect((await made()).articles).toBe(0);
    await decideAutomation(world.ctx, { siteId: world.siteId, id, decision: 'approve' });
    await work();
    expect((await view(id)).status).toBe('succeeded');
  });

  it('pauses, resumes and cancels, and holds nothing afterwards', async () => {
    const { id } = await runNow();
    await tickAutomations(world.ctx);
    await decideAutomation(world.ctx, { siteId: world.siteId, id, decision: 'pause' });
    await work();
    expect((await view(id)).status).toBe('paused');
    await decideAutomation(world.ctx, { siteId: world.siteId, id, decision: 'resume' });
    await tickAutomations(world.ctx);
    await cancelAutomation(world.ctx, { siteId: world.siteId, id });
    expect((await view(id)).status).toBe('cancelled');
    const mine = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(runs).where(eq(runs.automationRunId, id)),
    );
    expect(mine.every((run) => isEnded(run.status))).toBe(true);
    expect((await world.credits()).held).toBe(0);
  });

  it('tries again only what failed', async () => {
    await inTransaction(world.ctx, ({ db }) =>
      db.update(siteSettings).set({ inArticleImages: 1 }).where(eq(siteSettings.siteId, world.siteId)),
    );
    world.sandbox.inject({ kind: 'refused', endpoint: 'image', times: 1 });
    const { id } = await runNow();
    await work();
    const first = await view(id);
    expect(first).toMatchObject({ status: 'partly_succeeded', errors: [{ stage: 'images' }] });
    expect(await made()).toMatchObject({ articles: 2, images: 3 });
    await retryAutomation(world.ctx, { siteId: world.siteId, id });
    await work();
    const again = await view(id);
    expect(again.status).toBe('succeeded');
    expect(again.stages.map(({ credits }) => credits).slice(0, 5)).toEqual(
      first.stages.map(({ credits }) => credits).slice(0, 5),
    );
    expect(await made()).toMatchObject({ articles: 2, images: 4 });
  });

  it('is not there for another account, and read-only for a viewer', async () => {
    const stranger = world.as(person({ '00000000-0000-7000-8000-000000000001': 'owner' }));
    await expect(startAutomation(stranger, { siteId: world.siteId, ceiling: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
    const viewer = world.as(person({ [world.accountId]: 'viewer' }));
    await expect(startAutomation(viewer, { siteId: world.siteId, ceiling: 5 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(quoteAutomation(viewer, world.siteId)).resolves.toMatchObject({
      ceiling: expect.any(Number),
    });
  });

  it('refuses a second go while one is open, and a schedule without a budget', async () => {
    await runNow();
    await expect(runNow()).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      updateAutomation(world.ctx, {
        siteId: world.siteId,
        expectedVersion: 1,
        cron: '0 9 * * *',
        scheduleEnabled: true,
      }),
    ).rejects.toMatchObject({
      fields: [{ path: 'budgetPerRun' }],
    });
  });

  it('takes up nothing that was removed', async () => {
    await updateAutomation(world.ctx, {
      siteId: world.siteId,
      expectedVersion: 1,
      stages: [{ ...SMALL[5], enabled: false }],
    });
    await runNow();
    await work();
    const prompts = await inTransaction(world.ctx, ({ db }) =>
      db.select({ id: imagePrompts.id }).from(imagePrompts),
    );
    const some = { siteId: world.siteId, ids: prompts.slice(0, 2).map((prompt) => prompt.id) };
    expect((await removeRows(world.ctx, 'image prompt', some)).ids).toHaveLength(2);
    const stages = SMALL.map((stage) => ({ ...stage, enabled: stage.stage === 'images' }));
    await updateAutomation(world.ctx, { siteId: world.siteId, expectedVersion: 2, stages });
    const { id } = await runNow();
    await work();
    expect(await view(id)).toMatchObject({ status: 'succeeded', reason: null });
    expect((await made()).images).toBe(prompts.length - 2);
  });

  it('keeps to the clock of the site: a new time zone moves the schedule, and a site that is not active runs nothing', async () => {
    const due = async () =>
      (
        await inTransaction(world.ctx, ({ db }) => db.select().from(automations))
      )[0]?.nextDueAt?.toISOString();
    const goes = async () =>
      (await inTransaction(world.ctx, ({ db }) => db.select().from(automationRuns))).length;
    const change = async (input: { timeZone?: string; isActive?: boolean }) => {
      const { version } = await getSite(world.ctx, world.siteId);
      await updateSite(world.ctx, world.siteId, version, input);
    };
    await updateAutomation(world.ctx, {
      siteId: world.siteId,
      expectedVersion: 1,
      cron: '0 9 * * *',
      scheduleEnabled: true,
      budgetPerRun: 100,
    });
    expect(await due()).toBe('2026-11-24T09:00:00.000Z');
    await change({ timeZone: 'Asia/Tokyo' });
    expect(await due()).toBe('2026-11-24T00:00:00.000Z');
    await change({ isActive: false });
    world.clock.set('2026-11-25T12:00:00Z');
    await tickAutomations(world.ctx);
    expect(await goes()).toBe(0);
    await change({ isActive: true, timeZone: 'UTC' });
    expect(await due()).toBe('2026-11-26T09:00:00.000Z');
  });

  it('finds the keywords that nobody has clustered', async () => {
    const { id } = await runNow();
    await work();
    expect((await view(id)).stages[0]).toMatchObject({ stage: 'clusters', done: WORDS.length });
    const left = await inTransaction(world.ctx, ({ db }) =>
      db
        .select()
        .from(keywords)
        .where(and(eq(keywords.siteId, world.siteId), eq(keywords.status, 'new'))),
    );
    expect(left.length).toBeLessThan(WORDS.length);
  });
});

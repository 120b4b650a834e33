import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import {
  accounts,
  articles,
  clusters,
  contentIdeas,
  imagePrompts,
  keywords,
  sites,
  tasks,
} from '../../db/schema/index.ts';
import { seed } from '../../db/seed/index.ts';
import { type Context, inTransaction } from '../../domain/context.ts';
import { balance, grant } from '../../domain/credits/index.ts';
import { createMediaStore } from '../../domain/media/index.ts';
import { adapterFor } from '../../domain/providers/index.ts';
import {
  createEngine,
  type Engine,
  EngineSettings,
  executeRun,
  getRun,
  type RunDetail,
  type StartInput,
  startRun,
} from '../../domain/runs/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { type TestDatabase, useDatabase } from '../database.ts';

/** Short waits, so that trouble shows within a test; what it means stays the same. */
export const QUICK = {
  leaseMs: 1_500,
  wakeEveryMs: 200,
  firstWaitMs: 5,
  askAgainMs: 20,
  comeBackMs: 50,
  troubledForMs: 0,
  breakAfter: 1_000,
  callsPerSecondPerProvider: 10_000,
  believeAbsenceMs: 0,
};

export interface World extends TestDatabase {
  sandbox: Sandbox;
  mediaFolder: string;
  engine(settings?: Partial<EngineSettings>): Engine;
  /** The demonstration account and its first site. */
  accountId: string;
  siteId: string;
  /** Starts a run and works on it in this process until it rests. */
  runNow(
    input: Omit<StartInput, 'siteId' | 'idempotencyKey' | 'trigger'> & Partial<StartInput>,
    settings?: Partial<EngineSettings>,
  ): Promise<RunDetail>;
  credits(): Promise<{ balance: number; held: number; available: number }>;
}

/** A seeded database with the sandbox as its providers, and an engine in this process. */
export function useWorld(options: { now?: string; credits?: number; latencyMs?: number } = {}): World {
  const world = useDatabase({ max: 20, ...(options.now ? { now: options.now } : {}) }) as World;
  beforeAll(async () => {
    world.sandbox = await startSandbox({ port: 0, clock: world.clock, latencyMs: options.latencyMs ?? 0 });
    world.mediaFolder = await mkdtemp('/tmp/igny8-media-');
    await seed(world.ctx, { demo: true, sandboxUrl: world.sandbox.url });
    const [site] = await inTransaction(world.ctx, ({ db }) =>
      db
        .select({ id: sites.id, accountId: sites.accountId })
        .from(sites)
        .innerJoin(accounts, eq(accounts.id, sites.accountId))
        .limit(1),
    );
    world.siteId = site!.id;
    world.accountId = site!.accountId;
    await grant(world.ctx, {
      accountId: world.accountId,
      amount: options.credits ?? 100_000,
      reason: 'test',
      key: 'test',
    });
    world.engine = (settings = {}) =>
      createEngine({
        ctx: world.ctx,
        settings: EngineSettings.parse({ ...QUICK, ...settings }),
        media: createMediaStore({ kind: 'disk', folder: join(world.mediaFolder, 'media') }),
        adapter: adapterFor,
        log: SILENT,
        name: 'test',
      });
    world.runNow = async (input, settings = {}) => {
      const run = await startRun(world.ctx, {
        siteId: world.siteId,
        trigger: 'manual',
        idempotencyKey: `test:${++count}`,
        ...input,
      });
      await executeRun(world.engine(settings), run.id, { stopping: new AbortController().signal });
      return getRun(world.ctx, run.id);
    };
    world.credits = () => balance(world.ctx, world.accountId);
  });
  afterAll(async () => {
    await world.sandbox.stop();
    await rm(world.mediaFolder, { recursive: true, force: true });
  });
  return world;
}

let count = 0;
const SILENT = {
  info: () => {},
  warn: () => {},
  error: (fields: Record<string, unknown>) => process.env['SHOW_WORKER'] && console.error(fields),
};

type Owned = { ctx: Context; siteId: string; accountId: string };
const rowOf = ({ ctx, siteId, accountId }: Owned) => ({
  siteId,
  accountId,
  createdAt: ctx.clock.now(),
  updatedAt: ctx.clock.now(),
});

export const addKeywords = (world: Owned, words: readonly string[]): Promise<string[]> =>
  inTransaction(world.ctx, async ({ db }) =>
    (
      await db
        .insert(keywords)
        .values(words.map((keyword) => ({ ...rowOf(world), keyword })))
        .returning()
    ).map((row) => row.id),
  );

/** A cluster with a keyword of its own. */
export const addCluster = (world: Owned, name: string): Promise<string> =>
  inTransaction(world.ctx, async ({ db }) => {
    const [cluster] = await db
      .insert(clusters)
      .values({ ...rowOf(world), name })
      .returning();
    await db
      .insert(keywords)
      .values({ ...rowOf(world), keyword: `${name} keyword`, clusterId: cluster!.id, status: 'clustered' });
    return cluster!.id;
  });

export const addIdea = (world: Owned, title: string): Promise<string> =>
  inTransaction(
    world.ctx,
    async ({ db }) =>
      (
        await db
          .insert(contentIdeas)
          .values({ ...rowOf(world), title, outline: ['One', 'Two'], targetKeywords: ['thing'] })
          .returning()
      )[0]!.id,
  );

export const addTask = (world: Owned, title: string): Promise<string> =>
  inTransaction(
    world.ctx,
    async ({ db }) =>
      (
        await db
          .insert(tasks)
          .values({ ...rowOf(world), title, outline: ['One', 'Two'], targetKeywords: ['thing'] })
          .returning()
      )[0]!.id,
  );

export const addArticle = (
  world: Owned,
  title: string,
  body = 'Compost feeds the soil and the tomato plant in raised beds.',
): Promise<string> =>
  inTransaction(world.ctx, async ({ db }) => {
    const [article] = await db
      .insert(articles)
      .values({
        ...rowOf(world),
        slug: `${title.toLowerCase().replaceAll(/\W+/g, '-')}-${++count}`,
        title,
        bodyHtml: `<p>${body}</p>`,
        metaTitle: title,
        metaDescription: '',
        tags: [title],
        wordCount: 10,
      })
      .returning();
    return article!.id;
  });

export const addImagePrompt = (world: Owned, articleId: string, position = 1): Promise<string> =>
  inTransaction(
    world.ctx,
    async ({ db }) =>
      (
        await db
          .insert(imagePrompts)
          .values({
            ...rowOf(world),
            articleId,
            placement: 'in_article',
            position,
            prompt: `A photograph number ${position}`,
          })
          .returning()
      )[0]!.id,
  );

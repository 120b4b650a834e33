import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  articles,
  clusters,
  contentIdeas,
  imagePrompts,
  images,
  keywords,
  linkSuggestions,
  optimizations,
} from '../../db/schema/index.ts';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { inTransaction } from '../../domain/context.ts';
import { priceOf } from '../../domain/credits/index.ts';
import { type RunDetail, startRun } from '../../domain/runs/index.ts';
import { ended } from './until.ts';
import { clockFile, startWorkerProcess, type WorkerProcess } from './worker-process.ts';
import { addArticle, addKeywords, useWorld } from './world.ts';

const WORDS = [
  'compost bin',
  'compost tea',
  'compost bags',
  'raised bed soil',
  'raised bed plans',
  'raised bed covers',
  'tomato cages',
  'tomato feed',
  'tomato blight',
];

describe('the seven operations, on the sandbox, through the real worker process', () => {
  const world = useWorld();
  let worker: WorkerProcess;
  beforeAll(async () => {
    worker = await startWorkerProcess(world, clockFile(world.clock.now()).path);
  });
  afterAll(async () => {
    await worker.stop();
    if (process.env['SHOW_WORKER']) console.log(worker.output());
  });

  let made: Record<string, string[]> = {};
  let count = 0;
  const usageOf = (runId: string) =>
    inTransaction(world.ctx, ({ db }) => db.select().from(usageLogs).where(eq(usageLogs.runId, runId)));
  const go = async (operation: string, input: unknown): Promise<RunDetail> => {
    const before = await world.credits();
    const { id } = await startRun(world.ctx, {
      operation,
      input,
      siteId: world.siteId,
      trigger: 'manual',
      idempotencyKey: `seven:${++count}`,
    });
    const run = await ended(world, id);
    expect(run, run.errorMessage ?? '').toMatchObject({ status: 'succeeded', failed: 0, done: run.total });
    await expectPaid(run, before.balance);
    made = { ...made, [operation]: run.steps.flatMap((step) => step.result?.ids ?? []) };
    return run;
  };

  /** Each call has one usage row with the credits that the rule gives, the steps add up to the run, the run to the balance, and nothing is held. */
  const expectPaid = async (run: RunDetail, balanceBefore: number) => {
    const usage = await usageOf(run.id);
    const calls = run.steps.flatMap((step) => step.attempts);
    expect(usage.map((row) => row.id).sort()).toEqual(calls.map((call) => call.usageId).sort());
    for (const row of usage) {
      const rule = row.tokensPerCredit
        ? priceOf(
            { tokensPerCredit: row.tokensPerCredit },
            { totalTokens: (row.inputTokens ?? 0) + (row.outputTokens ?? 0) },
          )
        : priceOf({ creditsPerImage: row.creditsPerImage! }, { images: row.images ?? 0 });
      expect(row).toMatchObject({
        credits: rule,
        charged: rule,
        shortfall: 0,
        operation: run.operation,
        trigger: 'manual',
        siteId: world.siteId,
        outcome: 'succeeded',
      });
      expect(row.providerCostUsd).not.toBeNull();
      expect(row.providerRequestId).not.toBeNull();
    }
    const charged = usage.reduce((sum, row) => sum + row.charged, 0);
    expect(run.creditsCharged).toBe(charged);
    expect(run.steps.reduce((sum, step) => sum + step.creditsCharged, 0)).toBe(charged);
    expect(charged).toBeLessThanOrEqual(run.ceiling);
    for (const step of run.steps) expect(step.creditsCharged).toBeLessThanOrEqual(step.quote.max);
    expect(await world.credits()).toMatchObject({ balance: balanceBefore - charged, held: 0 });
  };

  it('auto_cluster: every keyword ends in one cluster', async () => {
    const run = await go('auto_cluster', { keywordIds: await addKeywords(world, WORDS) });
    const rows = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(keywords).where(inArray(keywords.keyword, WORDS)),
    );
    expect(
      rows.every((row) => row.status === 'clustered' && made['auto_cluster']?.includes(row.clusterId!)),
    ).toBe(true);
    expect(made['auto_cluster']!.length).toBeGreaterThanOrEqual(2);
    expect(run.steps[0]?.label).toBe('9 keywords');
  });

  it('generate_ideas: each cluster gets as many as were asked for', async () => {
    await go('generate_ideas', { clusterIds: made['auto_cluster'], ideasPerCluster: 2 });
    const rows = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(contentIdeas).innerJoin(clusters, eq(clusters.id, contentIdeas.clusterId)),
    );
    expect(rows).toHaveLength(made['auto_cluster']!.length * 2);
    expect(
      rows.every(
        (row) => row.content_ideas.outline.length >= 2 && row.content_ideas.targetKeywords.length >= 1,
      ),
    ).toBe(true);
  });

  it('generate_content: an idea becomes an article of safe HTML', async () => {
    await go('generate_content', { ideaIds: made['generate_ideas']!.slice(0, 2), wordCount: 500 });
    const rows = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(articles).where(inArray(articles.id, made['generate_content']!)),
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.bodyHtml).toMatch(/<h2>.*<p>/s);
      expect(row.wordCount).toBeGreaterThan(200);
      expect(row.metaTitle.length).toBeGreaterThan(5);
    }
  });

  it('generate_image_prompts: one featured and as many as the site says', async () => {
    await go('generate_image_prompts', { articleIds: made['generate_content']!.slice(0, 1) });
    const rows = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(imagePrompts).where(inArray(imagePrompts.id, made['generate_image_prompts']!)),
    );
    expect(rows.map((row) => [row.placement, row.position]).sort()).toEqual([
      ['featured', 0],
      ['in_article', 1],
      ['in_article', 2],
    ]);
  });

  it('generate_images: each prompt becomes a stored image, at exactly the price quoted', async () => {
    const run = await go('generate_images', {
      imagePromptIds: made['generate_image_prompts'],
      tier: 'basic',
    });
    expect(run).toMatchObject({ quote: { min: 3, expected: 3, max: 3 }, creditsCharged: 3 });
    const rows = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(images).where(inArray(images.id, made['generate_images']!)),
    );
    expect(rows).toHaveLength(3);
    for (const row of rows)
      expect(row).toMatchObject({ isPlaced: true, tier: 'basic', contentType: 'image/webp' });
    expect(rows.every((row) => row.width > 0 && row.bytes > 100)).toBe(true);
  });

  it('suggest_links: links go to the other articles of the site', async () => {
    const target = await addArticle(world, 'Common mistakes');
    const [source] = made['generate_content']!;
    await go('suggest_links', { articleIds: [source] });
    const rows = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(linkSuggestions).where(eq(linkSuggestions.articleId, source!)),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => [target, made['generate_content']![1]].includes(row.targetArticleId))).toBe(
      true,
    );
  });

  it('optimize_content: a proposal with scores, and the article as it was', async () => {
    const [id] = made['generate_content']!;
    const read = () =>
      inTransaction(world.ctx, ({ db }) => db.select().from(articles).where(eq(articles.id, id!)));
    const [before] = await read();
    await go('optimize_content', { articleIds: [id] });
    const [proposal] = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(optimizations).where(eq(optimizations.articleId, id!)),
    );
    expect(proposal?.state).toBe('proposed');
    expect(proposal?.scores.map((score) => score.name)).toEqual([
      'overall',
      'seo',
      'readability',
      'structure',
      'engagement',
    ]);
    expect(proposal?.scores.every((score) => score.after > score.before)).toBe(true);
    expect((await read())[0]?.bodyHtml).toBe(before?.bodyHtml);
  });
});

import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { aiModels } from '../../db/schema/index.ts';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { inTransaction } from '../../domain/context.ts';
import { executeRun, getRun, startRun } from '../../domain/runs/index.ts';
import { addArticle, addImagePrompt, addTask, useWorld } from './world.ts';

describe('a shutdown date in the middle of a batch', () => {
  const world = useWorld({ now: '2027-01-13T23:59:00Z' });
  const model = async (name: string) =>
    (
      await inTransaction(world.ctx, ({ db }) =>
        db.select().from(aiModels).where(eq(aiModels.modelName, name)),
      )
    )[0]!;

  it('text: no failed run, the same credits, and each call says who served it', async () => {
    const asked = await model('gpt-4o');
    expect(asked.shutdownAt!.toISOString().slice(0, 10)).toBe('2027-01-14');
    const taskIds = [];
    for (let n = 1; n <= 6; n += 1) taskIds.push(await addTask(world, 'The same article'));
    const started = await startRun(world.ctx, {
      operation: 'generate_content',
      siteId: world.siteId,
      input: { taskIds, wordCount: 300, modelId: asked.id },
      trigger: 'manual',
      idempotencyKey: 'text',
    });
    const engine = world.engine();
    let calls = 0;
    const adapter = (slug: string) => {
      calls += 1;
      if (calls === 4) world.clock.set('2027-01-15T00:00:00Z');
      return engine.adapter(slug);
    };
    await executeRun({ ...engine, adapter }, started.id, { stopping: new AbortController().signal });
    const run = await getRun(world.ctx, started.id);
    expect(run, run.errorMessage ?? '').toMatchObject({
      status: 'succeeded',
      done: 6,
      failed: 0,
      askedModel: { displayName: asked.displayName },
      pricedModel: { displayName: asked.displayName },
    });
    const served = run.steps.map((step) => step.servedModel);
    expect(served).toContain(asked.displayName);
    expect(served.slice(-2).every((name) => name !== asked.displayName)).toBe(true);
    expect(run.servedModel.displayName).toBe(served.at(-1));
    const all = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(usageLogs).where(eq(usageLogs.runId, run.id)),
    );
    // A call that set out before the hour and came after it was turned away, free of charge, and made again with the successor.
    const usage = all.filter((row) => row.outcome !== 'model_not_found');
    expect(all.filter((row) => row.outcome === 'model_not_found').every((row) => row.charged === 0)).toBe(
      true,
    );
    expect(usage).toHaveLength(6);
    for (const row of usage) expect(row).toMatchObject({ modelId: asked.id, tokensPerCredit: 1000 });
    expect(new Set(usage.map((row) => row.servedModelId)).size).toBe(2);
    // The same article asked for six times: a credit more or less would be the change of model.
    expect(new Set(run.steps.map((step) => step.creditsCharged)).size).toBe(1);
  });

  it('images: the tier and its credits stay, although the model behind it ended long ago', async () => {
    const article = await addArticle(world, 'Pictures');
    const imagePromptIds = [await addImagePrompt(world, article, 1), await addImagePrompt(world, article, 2)];
    const run = await world.runNow({
      operation: 'generate_images',
      input: { imagePromptIds, tier: 'quality' },
    });
    const dalle = await model('dall-e-3');
    expect(run).toMatchObject({
      status: 'succeeded',
      creditsCharged: 10,
      askedModel: { id: dalle.id },
      pricedModel: { id: dalle.id },
    });
    expect(run.servedModel.id).not.toBe(dalle.id);
    expect(run.servedReason).toMatch(/shut down on 2026-05-12/);
  });
});

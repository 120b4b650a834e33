import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { inTransaction } from '../../domain/context.ts';
import { OPERATIONS } from '../../domain/operations/index.ts';
import { operationMatrix, TRIGGERS } from '../../domain/runs/index.ts';
import { addArticle, addCluster, addImagePrompt, addKeywords, addTask, useWorld } from './world.ts';

describe('the same price on every way in', () => {
  const world = useWorld();
  const inputs = new Map<string, unknown>();
  beforeAll(async () => {
    const article = await addArticle(world, 'Raised beds');
    await addArticle(world, 'The tomato plant');
    inputs.set('auto_cluster', {
      keywordIds: await addKeywords(world, ['red shoes', 'blue shoes', 'green hats']),
    });
    inputs.set('generate_ideas', { clusterIds: [await addCluster(world, 'Shoes')] });
    inputs.set('generate_content', { taskIds: [await addTask(world, 'How to lace shoes')], wordCount: 400 });
    inputs.set('generate_image_prompts', { articleIds: [article] });
    inputs.set('generate_images', {
      imagePromptIds: [await addImagePrompt(world, await addArticle(world, 'With a picture'))],
      count: 2,
    });
    inputs.set('suggest_links', { articleIds: [article] });
    inputs.set('optimize_content', { articleIds: [article] });
  });

  it.each(OPERATIONS)('%s costs the same from manual, automation, schedule and direct', async (operation) => {
    const charges: unknown[] = [];
    for (const trigger of TRIGGERS) {
      const run = await world.runNow({ operation, input: inputs.get(operation), trigger });
      expect(run, run.errorMessage ?? '').toMatchObject({ status: 'succeeded', trigger });
      const usage = await inTransaction(world.ctx, ({ db }) =>
        db
          .select()
          .from(usageLogs)
          .where(and(eq(usageLogs.runId, run.id), eq(usageLogs.trigger, trigger))),
      );
      charges.push(
        usage.map(({ inputTokens, outputTokens, images, credits, charged, modelId, priceId, formula }) => ({
          inputTokens,
          outputTokens,
          images,
          credits,
          charged,
          modelId,
          priceId,
          formula,
        })),
      );
      expect(usage.reduce((sum, row) => sum + row.charged, 0)).toBe(run.creditsCharged);
    }
    expect(charges[0]).not.toEqual([]);
    for (const charge of charges) expect(charge).toEqual(charges[0]);
  });

  it('shows administrators each operation on each way in, from these very runs', async () => {
    const matrix = await operationMatrix(world.ctx);
    expect(matrix).toHaveLength(OPERATIONS.length * TRIGGERS.length);
    for (const cell of matrix)
      expect(cell, `${cell.operation} ${cell.trigger}`).toMatchObject({
        runs: 1,
        last: { status: 'succeeded' },
      });
    for (const operation of OPERATIONS)
      expect(
        new Set(
          matrix.filter((cell) => cell.operation === operation).map((cell) => cell.last?.creditsCharged),
        ).size,
      ).toBe(1);
  });
});

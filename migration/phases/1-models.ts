import { eq, sql } from 'drizzle-orm';
import { aiModels, providers } from '#db/schema/index.ts';
import type { Context } from '#domain/context.ts';
import { registrySnapshot } from '#domain/models/index.ts';
import { type Noted, note } from '../engine/phase.ts';
import { importedId } from '../rules/ids.ts';
import { nearestTier } from '../rules/tier.ts';
import type { RowOf } from '../sources/tables.ts';

type Row = RowOf<'models'>;

/** What becomes of a model of the source: it is here already, it is added (never as a choice), or it cannot be. */
export type ModelAddition =
  | { kind: 'same'; row: Row; id: string }
  | {
      kind: 'add';
      row: Row;
      providerId: string;
      status: 'inactive' | 'retired';
      tier: string | null;
      sizes: string[] | null;
    }
  | { kind: 'refuse'; row: Row; why: string };

/** Sorts the models of the source. A model that was off there is retired here; one that was on waits for a price and an administrator. */
export async function additionsOf(ctx: Context, rows: readonly Row[]): Promise<ModelAddition[]> {
  const snapshot = await registrySnapshot(ctx);
  const known = await ctx.db
    .select({ id: providers.id, slug: providers.slug, kind: providers.kind })
    .from(providers);
  const here = new Map([...snapshot.models.values()].map((model) => [model.modelName, model.id]));
  return rows.map((row): ModelAddition => {
    const id = here.get(row.model_name);
    if (id) return { kind: 'same', row, id };
    const provider = known.find(
      (candidate) => candidate.slug === row.provider.trim().toLowerCase() && candidate.kind === 'ai',
    );
    if (!provider) return { kind: 'refuse', row, why: `There is no provider ${row.provider}.` };
    const tier = row.model_type === 'image' ? nearestTier(snapshot, row.cost_per_image) : null;
    if (row.model_type === 'image' && tier === null)
      return { kind: 'refuse', row, why: 'There is no tier for image models.' };
    const sizes =
      row.model_type === 'image' && Array.isArray(row.valid_sizes)
        ? row.valid_sizes.filter((size): size is string => typeof size === 'string')
        : null;
    return {
      kind: 'add',
      row,
      providerId: provider.id,
      status: row.is_active ? 'inactive' : 'retired',
      tier,
      sizes,
    };
  });
}

/** Adds the models that are not here yet, and writes down what became of each. */
export async function addModels(ctx: Context, additions: readonly ModelAddition[]): Promise<void> {
  const now = ctx.clock.now();
  const noted: Noted[] = [];
  for (const addition of additions) {
    const { row } = addition;
    const id = importedId('models', row.pk);
    if (addition.kind === 'same')
      noted.push({
        table: 'models',
        pk: row.pk,
        outcome: 'merged',
        reason: 'It is in the registry already.',
        target: { type: 'model', id: addition.id },
      });
    else if (addition.kind === 'refuse')
      noted.push({ table: 'models', pk: row.pk, outcome: 'listed', reason: addition.why });
    else {
      const facts = {
        modelName: row.model_name,
        displayName: row.display_name || row.model_name,
        modelType: row.model_type,
        providerId: addition.providerId,
        status: addition.status,
        qualityTier: addition.tier,
        contextWindow: row.context_window,
        maxOutputTokens: row.max_output_tokens,
        validSizes: addition.sizes,
        inputCostPerMtok: row.model_type === 'text' ? row.input_cost_per_1m : null,
        outputCostPerMtok: row.model_type === 'text' ? row.output_cost_per_1m : null,
        costPerImage: row.model_type === 'image' ? row.cost_per_image : null,
      };
      await ctx.db.insert(aiModels).values({ id, ...facts, createdAt: now, updatedAt: now });
      noted.push({
        table: 'models',
        pk: row.pk,
        outcome: 'imported',
        reason: `Added as ${addition.status}, not as a choice.`,
        target: { type: 'model', id },
      });
    }
  }
  await note(ctx, 1, noted);
}

/** Takes added models away again; one that the usage log knows stays, retired. */
export async function removeModels(ctx: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const used = await ctx.db.execute(sql`select from usage_logs where model_id = ${id} limit 1`);
    if (used.length > 0)
      await ctx.db
        .update(aiModels)
        .set({ status: 'retired', updatedAt: ctx.clock.now() })
        .where(eq(aiModels.id, id));
    else await ctx.db.delete(aiModels).where(eq(aiModels.id, id));
  }
}

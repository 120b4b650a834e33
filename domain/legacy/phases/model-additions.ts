import { providers } from '#db/schema/index.ts';
import type { Context } from '../../context.ts';
import { registrySnapshot } from '../../models/index.ts';
import type { RowOf } from '../tables.ts';
import { nearestTier } from '../tier.ts';

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

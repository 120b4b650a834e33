import { and, eq } from 'drizzle-orm';
import { aiModels } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { DomainError, invalidField } from '../errors.ts';
import { type Missing, missingFor } from './choices.ts';
import { findReferences, subjectOf } from './references.ts';
import { changeRegistry, lockModel, writeModel } from './rows.ts';
import { type ModelRow, registrySnapshot } from './snapshot.ts';

const WHAT: Record<Missing, string> = {
  price: 'a price in force',
  provider: 'an active provider',
  key: 'a usable key of its provider',
  successor: 'a live successor, since its provider has shut it down',
};

/** Writes a model's new state with its audit event: the fields that changed, before and after. */
export async function changeModel(
  ctx: Context,
  row: ModelRow,
  action: string,
  fields: Partial<ModelRow>,
  reason?: string,
): Promise<ModelRow> {
  const written = await writeModel(ctx, row, fields);
  const names = Object.keys(fields) as (keyof ModelRow)[];
  await recordAudit(ctx, {
    action,
    object: { type: 'model', id: row.id, label: row.modelName },
    before: Object.fromEntries(names.map((name) => [name, row[name]])),
    after: Object.fromEntries(names.map((name) => [name, written[name]])),
    reason: reason ?? null,
  });
  return written;
}

/** Throws 422 that names what keeps a model from being a choice. */
export async function refuseMissing(ctx: Context, row: ModelRow): Promise<void> {
  const missing = missingFor(await registrySnapshot(ctx), row, ctx.clock.now());
  if (missing.length > 0)
    throw new DomainError(
      'invalid_state',
      `${row.displayName} lacks ${missing.map((name) => WHAT[name]).join(' and ')}.`,
      { extra: { missing } },
    );
}

/** Makes an active model the default of its type; the old default steps back in the same transaction. Undo: call it for the old one. */
export const setDefaultModel = (ctx: Context, id: string, expectedVersion: number): Promise<ModelRow> =>
  changeRegistry(ctx, (tx) => makeDefault(tx, id, expectedVersion));

/** `setDefaultModel` inside another command's transaction. */
export async function makeDefault(ctx: Context, id: string, expectedVersion?: number): Promise<ModelRow> {
  const row = await lockModel(ctx, id, expectedVersion);
  if (row.status !== 'active')
    throw new DomainError('invalid_state', `${row.displayName} must be active before it can be the default.`);
  if (row.isDefault) return row;
  await refuseMissing(ctx, row);
  const [old] = await ctx.db
    .select()
    .from(aiModels)
    .where(and(eq(aiModels.modelType, row.modelType), eq(aiModels.isDefault, true)))
    .for('update');
  if (old) await changeModel(ctx, old, 'model.default_ended', { isDefault: false });
  return changeModel(ctx, row, 'model.default_set', { isDefault: true });
}

/** Makes a model a choice. Throws 422 that names what is missing (price, provider, key), 409 when its tier is served by another. */
export const activateModel = (ctx: Context, id: string, expectedVersion: number): Promise<ModelRow> =>
  changeRegistry(ctx, async (tx) => {
    const row = await lockModel(tx, id, expectedVersion);
    if (row.status === 'active') return row;
    await refuseMissing(tx, row);
    if (row.qualityTier) await refuseTakenTier(tx, row);
    return changeModel(tx, row, 'model.activated', { status: 'active' });
  });

async function refuseTakenTier(ctx: Context, row: ModelRow): Promise<void> {
  const [holder] = await ctx.db
    .select()
    .from(aiModels)
    .where(and(eq(aiModels.qualityTier, row.qualityTier ?? ''), eq(aiModels.status, 'active')));
  if (holder)
    throw new DomainError(
      'conflict',
      `${holder.displayName} serves this tier. Give the tier to ${row.displayName} on the tiers page, or deactivate ${holder.displayName} first.`,
      { extra: { holder: { id: holder.id, displayName: holder.displayName } } },
    );
}

/** Takes a model from the choices. A default needs `replacementDefaultId`, or it is 409. Undo: activate it (and make it the default). */
export const deactivateModel = (
  ctx: Context,
  id: string,
  expectedVersion: number,
  input: { replacementDefaultId?: string | undefined; status?: 'inactive' | 'standby' } = {},
): Promise<ModelRow> =>
  changeRegistry(ctx, async (tx) => {
    const row = await replaceDefault(
      tx,
      await lockModel(tx, id, expectedVersion),
      input.replacementDefaultId ?? null,
    );
    const status = input.status ?? 'inactive';
    return row.status === status ? row : changeModel(tx, row, 'model.deactivated', { status });
  });

/**
 * Takes a model away for good: what chose it is served by `replacementId` (which becomes its successor), else by its present
 * successor or the default. Undo: activate it again.
 */
export const retireModel = (
  ctx: Context,
  id: string,
  expectedVersion: number,
  input: { replacementId: string | null },
): Promise<ModelRow> =>
  changeRegistry(ctx, async (tx) => {
    let row = await lockModel(tx, id, expectedVersion);
    const replacement = input.replacementId ? await lockModel(tx, input.replacementId) : null;
    if (replacement && (replacement.modelType !== row.modelType || replacement.id === row.id))
      throw invalidField('replacementId', 'The replacement must be another model of the same type.');
    if (replacement && !['active', 'standby'].includes(replacement.status))
      throw invalidField(
        'replacementId',
        `${replacement.displayName} is ${replacement.status}; activate it first.`,
      );
    if (
      !replacement &&
      !row.successorId &&
      (await findReferences(tx, subjectOf(row))).groups.some((group) => group.kind === 'site')
    )
      throw new DomainError(
        'in_use',
        `Sites chose ${row.displayName}. Say which model serves them instead.`,
        {
          extra: { references: await findReferences(tx, subjectOf(row)) },
        },
      );
    row = await replaceDefault(tx, row, replacement?.status === 'active' ? replacement.id : null);
    return changeModel(tx, row, 'model.retired', {
      status: 'retired',
      ...(replacement ? { successorId: replacement.id } : {}),
    });
  });

async function replaceDefault(ctx: Context, row: ModelRow, replacementId: string | null): Promise<ModelRow> {
  if (!row.isDefault) return row;
  if (!replacementId)
    throw new DomainError(
      'in_use',
      `${row.displayName} is the default ${row.modelType} model. Say which active model becomes the default instead.`,
      {
        extra: { references: await findReferences(ctx, subjectOf(row)) },
      },
    );
  const replacement = await lockModel(ctx, replacementId);
  if (replacement.modelType !== row.modelType || replacement.id === row.id)
    throw invalidField('replacementDefaultId', 'The new default must be another model of the same type.');
  await makeDefault(ctx, replacementId);
  return lockModel(ctx, row.id);
}

/** Deletes a model that nothing refers to, with its one price. Throws 409 with what refers to it; then it can be deactivated or retired instead. */
export const deleteModel = (ctx: Context, id: string, expectedVersion: number): Promise<void> =>
  changeRegistry(ctx, async (tx) => {
    const row = await lockModel(tx, id, expectedVersion);
    const references = await findReferences(tx, subjectOf(row));
    if (row.status === 'active' || references.blocksDeletion)
      throw new DomainError(
        'in_use',
        `${row.displayName} is ${row.status === 'active' ? 'active' : 'in use'}; deactivate or retire it instead.`,
        {
          extra: { references },
        },
      );
    await recordAudit(tx, {
      action: 'model.deleted',
      object: { type: 'model', id: row.id, label: row.modelName },
      before: { ...row },
    });
    await tx.db.delete(aiModels).where(eq(aiModels.id, row.id));
  });

export interface BulkOutcome {
  id: string;
  ok: boolean;
  code: string | null;
  message: string | null;
}

/** Activates or deactivates each of several models, each in a transaction of its own, and says for each what came of it. */
export async function bulkModels(
  ctx: Context,
  input: { action: 'activate' | 'deactivate'; models: { id: string; version: number }[] },
): Promise<{ results: BulkOutcome[] }> {
  const results: BulkOutcome[] = [];
  for (const { id, version } of input.models) {
    try {
      await (input.action === 'activate'
        ? activateModel(ctx, id, version)
        : deactivateModel(ctx, id, version));
      results.push({ id, ok: true, code: null, message: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results.push({ id, ok: false, code: error.code, message: error.message });
    }
  }
  return { results };
}

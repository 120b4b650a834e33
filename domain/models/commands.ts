import { uuidv7 } from 'uuidv7';
import { aiModels } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { DomainError, invalidField } from '../errors.ts';
import { changeModel, refuseMissing } from './lifecycle.ts';
import { addPrice } from './pricing.ts';
import { changeRegistry, lockModel, providerOf } from './rows.ts';
import type { CreateModel, UpdateModel } from './schema.ts';
import type { ModelRow } from './snapshot.ts';

type Facts = { modelType: ModelRow['modelType'] } & {
  [Field in 'qualityTier' | 'validSizes' | 'costPerImage']?: ModelRow[Field] | undefined;
};

// Rules that the database holds too, told with the field at fault; and facts that would mean nothing.
function checkFacts(model: Facts): void {
  const image = model.modelType === 'image';
  if (image && !model.qualityTier) throw invalidField('qualityTier', 'An image model has a quality tier.');
  if (!image && model.qualityTier) throw invalidField('qualityTier', 'A text model has no quality tier.');
  if (!image && model.validSizes) throw invalidField('validSizes', 'A text model has no image sizes.');
  if (!image && model.costPerImage) throw invalidField('costPerImage', 'A text model has no cost per image.');
}

/** Adds a model. `status: 'active'` needs a price and a usable provider (422). Undo: delete it. Throws 409 for a name that is taken. */
export const createModel = (ctx: Context, input: CreateModel): Promise<ModelRow> =>
  changeRegistry(ctx, async (tx) => {
    const { price, status, ...fields } = input;
    const provider = await providerOf(tx, input.providerId);
    if (provider?.kind !== 'ai') throw invalidField('providerId', 'There is no such provider of AI models.');
    if (status === 'active' && !price) throw invalidField('price', 'An active model needs a price.');
    const now = ctx.clock.now();
    const id = uuidv7();
    checkFacts(fields);
    const [row] = await tx.db
      .insert(aiModels)
      .values({ ...fields, id, status, createdAt: now, updatedAt: now })
      .returning();
    if (!row) throw new DomainError('conflict', 'The model was not written.');
    await recordAudit(tx, {
      action: 'model.created',
      object: { type: 'model', id, label: row.modelName },
      after: { ...input },
    });
    if (price) await addPrice(tx, row, price);
    if (status === 'active') await refuseMissing(tx, row);
    return row;
  });

/** Changes facts of a model. Its name, type and provider are what it is, and its price and state have commands of their own. */
export const updateModel = (
  ctx: Context,
  id: string,
  expectedVersion: number,
  input: UpdateModel,
): Promise<ModelRow> =>
  changeRegistry(ctx, async (tx) => {
    const row = await lockModel(tx, id, expectedVersion);
    const fields = Object.fromEntries(
      Object.entries(input).filter(([, value]) => value !== undefined),
    ) as Partial<ModelRow>;
    checkFacts({ ...row, ...fields });
    if (row.status === 'active' && fields.qualityTier !== undefined && fields.qualityTier !== row.qualityTier)
      throw new DomainError(
        'conflict',
        `${row.displayName} serves its tier. Give that tier to another model on the tiers page; then it may move.`,
      );
    return Object.keys(fields).length === 0 ? row : changeModel(tx, row, 'model.updated', fields);
  });

import { and, eq, gt, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { aiModels, modelPrices, users } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { actorUserId, type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, invalidField, notFound } from '../errors.ts';
import { priceInForce, priceLabel } from './price.ts';
import { changeRegistry, lockModel, pricesOf } from './rows.ts';
import type { NewPrice, Price, PriceFigure } from './schema.ts';
import type { ModelRow, PriceRow } from './snapshot.ts';

/** The figure of a model's type, or 422: exactly one of the two, by type. */
export function figureFor(
  model: Pick<ModelRow, 'modelType'>,
  price: PriceFigure,
): { tokensPerCredit: number | null; creditsPerImage: number | null } {
  const [wanted, other] =
    model.modelType === 'text'
      ? (['tokensPerCredit', 'creditsPerImage'] as const)
      : (['creditsPerImage', 'tokensPerCredit'] as const);
  if (price[wanted] === undefined)
    throw invalidField(
      wanted,
      `The price of ${model.modelType === 'text' ? 'a text' : 'an image'} model is given here.`,
    );
  if (price[other] !== undefined)
    throw invalidField(
      other,
      `${model.modelType === 'text' ? 'A text' : 'An image'} model has no such price.`,
    );
  return { tokensPerCredit: price.tokensPerCredit ?? null, creditsPerImage: price.creditsPerImage ?? null };
}

/** Writes a new price version with its audit event, inside the caller's transaction. */
export async function addPrice(ctx: Context, model: ModelRow, input: NewPrice): Promise<PriceRow> {
  const now = ctx.clock.now();
  const effectiveFrom = input.effectiveFrom ?? now;
  if (effectiveFrom < now)
    throw invalidField('effectiveFrom', 'A price starts now or later; what is past stays as it was.');
  const figure = figureFor(model, input);
  const before = priceInForce(await pricesOf(ctx, model.id), now);
  const [row] = await ctx.db
    .insert(modelPrices)
    .values({
      id: uuidv7(),
      modelId: model.id,
      modelType: model.modelType,
      ...figure,
      effectiveFrom,
      reason: input.reason ?? null,
      createdBy: actorUserId(ctx),
      createdAt: now,
    })
    .returning();
  if (!row) throw new DomainError('conflict', 'The price was not written.');
  await recordAudit(ctx, {
    action: effectiveFrom > now ? 'price.scheduled' : 'price.changed',
    object: { type: 'model', id: model.id, label: model.modelName },
    before: before && { price: priceLabel(before) },
    after: { price: priceLabel(row), effectiveFrom, priceId: row.id },
    reason: input.reason ?? null,
  });
  return row;
}

/** Adds a price version, from now or from a later time. The old one stays in the history. Undo: the old figure as a new version, or cancel. */
export const createPrice = (ctx: Context, modelId: string, input: NewPrice): Promise<Price> =>
  changeRegistry(ctx, async (tx) => {
    const price = await addPrice(tx, await lockModel(tx, modelId), input);
    const by = ctx.actor.kind === 'user' ? ctx.actor.label : null;
    return described(price, by, await pricesOf(tx, modelId), ctx.clock.now());
  });

/** Cancels a price that has not started. Throws 409 for one that has. */
export const cancelPrice = (ctx: Context, modelId: string, priceId: string): Promise<void> =>
  changeRegistry(ctx, async (tx) => {
    const model = await lockModel(tx, modelId);
    const now = ctx.clock.now();
    const [row] = await tx.db
      .select()
      .from(modelPrices)
      .where(and(eq(modelPrices.id, priceId), eq(modelPrices.modelId, modelId)));
    if (!row) throw notFound('price');
    const [cancelled] = await tx.db
      .update(modelPrices)
      .set({ cancelledAt: now })
      .where(
        and(eq(modelPrices.id, priceId), isNull(modelPrices.cancelledAt), gt(modelPrices.effectiveFrom, now)),
      )
      .returning();
    if (!cancelled)
      throw new DomainError(
        'conflict',
        row.cancelledAt
          ? 'This price is cancelled already.'
          : 'This price has started; a started price is never changed. Set a new one.',
      );
    await recordAudit(tx, {
      action: 'price.cancelled',
      object: { type: 'model', id: model.id, label: model.modelName },
      before: { price: priceLabel(row), effectiveFrom: row.effectiveFrom },
      after: { cancelledAt: now },
    });
  });

/** All price versions of a model, the latest start first, each with its state and until when it held. For administrators. */
export async function listPrices(ctx: Context, modelId: string): Promise<Price[]> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async ({ db }) => {
    const rows = await db
      .select({ price: modelPrices, by: users.email })
      .from(modelPrices)
      .leftJoin(users, eq(users.id, modelPrices.createdBy))
      .where(eq(modelPrices.modelId, modelId));
    if (
      rows.length === 0 &&
      (await db.select({ id: aiModels.id }).from(aiModels).where(eq(aiModels.id, modelId))).length === 0
    )
      throw notFound('model');
    const versions = rows.map((row) => row.price);
    const now = ctx.clock.now();
    return rows
      .sort(
        (a, b) =>
          b.price.effectiveFrom.getTime() - a.price.effectiveFrom.getTime() ||
          b.price.createdAt.getTime() - a.price.createdAt.getTime(),
      )
      .map(({ price, by }) => described(price, by, versions, now));
  });
}

/** A price version among all of its model's: its state, and until when it holds. */
function described(price: PriceRow, by: string | null, versions: readonly PriceRow[], now: Date): Price {
  const valid = versions.filter((other) => other.cancelledAt === null);
  const next = valid
    .filter((other) => other.effectiveFrom > price.effectiveFrom)
    .sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime())[0];
  return {
    ...price,
    label: priceLabel(price),
    state: price.cancelledAt
      ? 'cancelled'
      : price.effectiveFrom > now
        ? 'scheduled'
        : price.id === priceInForce(valid, now)?.id
          ? 'in_force'
          : 'past',
    effectiveUntil: price.cancelledAt ? null : (next?.effectiveFrom ?? null),
    createdByLabel: by,
  };
}

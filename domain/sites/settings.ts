import { eq } from 'drizzle-orm';
import { siteSettings } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { invalidField, notFound, staleVersion } from '../errors.ts';
import {
  isResolved,
  type ModelType,
  missingFor,
  priceLabel,
  type RegistrySnapshot,
  registrySnapshot,
  resolve,
  siteChoice,
  sizesFor,
} from '../models/index.ts';
import type { ServedModel, SiteSettings, UpdateSettings } from './schema.ts';
import { siteRow } from './sites.ts';

type Row = typeof siteSettings.$inferSelect;

/** A site's settings with what serves it now. Any member may read. */
export async function getSettings(ctx: Context, siteId: string): Promise<SiteSettings> {
  const snapshot = await registrySnapshot(ctx);
  return inTransaction(ctx, async (tx) => {
    const { row: site } = await siteRow(tx, siteId, 'viewer');
    return describe(tx, snapshot, await settingsRow(tx, siteId, site.accountId));
  });
}

async function settingsRow(ctx: Context, siteId: string, accountId: string): Promise<Row> {
  const [row] = await ctx.db.select().from(siteSettings).where(eq(siteSettings.siteId, siteId));
  if (row) return row;
  const [made] = await ctx.db
    .insert(siteSettings)
    .values({ siteId, accountId, updatedAt: ctx.clock.now() })
    .onConflictDoNothing()
    .returning();
  if (!made) throw notFound('site');
  return made;
}

function describe(ctx: Context, snapshot: RegistrySnapshot, row: Row): SiteSettings {
  const { imageModelId, textModelId, accountId: _, ...rest } = row;
  return {
    ...rest,
    imageModel: imageModelId,
    textModel: textModelId,
    resolved: { text: served(ctx, snapshot, row, 'text'), image: served(ctx, snapshot, row, 'image') },
  };
}

function served(ctx: Context, snapshot: RegistrySnapshot, row: Row, modelType: ModelType): ServedModel {
  const choice = siteChoice(row, modelType);
  const source = choice.modelId ? 'model' : choice.tier ? 'tier' : 'default';
  const result = resolve(snapshot, choice, ctx.clock.now());
  if (!isResolved(result))
    return {
      served: null,
      priced: null,
      source,
      label: null,
      tokensPerCredit: null,
      creditsPerImage: null,
      validSizes: null,
      sizes: { featured: null, inArticle: null },
      shutdownAt: null,
      sandbox: false,
      reason: result.unresolved,
    };
  const { served: model, priced, price, reason } = result;
  const brief = ({ id, modelName, displayName }: typeof model) => ({ id, modelName, displayName });
  return {
    served: brief(model),
    priced: brief(priced),
    source,
    label: priceLabel(price),
    tokensPerCredit: price.tokensPerCredit,
    creditsPerImage: price.creditsPerImage,
    validSizes: model.validSizes,
    sizes: sizesFor(model, row),
    shutdownAt: priced.shutdownAt,
    sandbox: snapshot.providers.get(model.providerId)?.isSandbox ?? false,
    reason,
  };
}

/**
 * Changes a site's settings (editors and owners). A tier takes the place of an explicit image model and the other way round. Only what
 * is offered can be newly chosen (422); a size must be one of the model's, and one that a newly chosen model lacks is dropped.
 */
export async function updateSettings(
  ctx: Context,
  siteId: string,
  expectedVersion: number,
  input: UpdateSettings,
): Promise<SiteSettings> {
  const snapshot = await registrySnapshot(ctx);
  return inTransaction(ctx, async (tx) => {
    const { row: site } = await siteRow(tx, siteId, 'editor');
    await settingsRow(tx, siteId, site.accountId);
    const [row] = await tx.db
      .select()
      .from(siteSettings)
      .where(eq(siteSettings.siteId, siteId))
      .for('update');
    if (!row) throw notFound('site');
    if (row.version !== expectedVersion) throw staleVersion('site', row.version);
    const changed = changesOf(ctx, snapshot, row, input);
    if (Object.keys(changed).length === 0) return describe(tx, snapshot, row);
    const [written] = await tx.db
      .update(siteSettings)
      .set({ ...changed, version: row.version + 1, updatedAt: ctx.clock.now() })
      .where(eq(siteSettings.siteId, siteId))
      .returning();
    if (!written) throw notFound('site');
    const before = Object.fromEntries(Object.keys(changed).map((name) => [name, row[name as keyof Row]]));
    await recordAudit(tx, {
      action: 'site.settings_changed',
      object: { type: 'site', id: siteId, label: site.name },
      accountId: site.accountId,
      before,
      after: changed,
    });
    return describe(tx, snapshot, written);
  });
}

function changesOf(ctx: Context, snapshot: RegistrySnapshot, row: Row, input: UpdateSettings): Partial<Row> {
  const { imageModel, textModel, ...plain } = input;
  if (input.imageTier && imageModel) throw invalidField('imageModel', 'Choose a tier or a model, not both.');
  const wanted: Partial<Row> = Object.fromEntries(
    Object.entries(plain).filter(([, value]) => value !== undefined),
  );
  if (imageModel !== undefined) wanted.imageModelId = imageModel;
  if (textModel !== undefined) wanted.textModelId = textModel;
  if (input.imageTier) wanted.imageModelId = null;
  if (imageModel) wanted.imageTier = null;
  const changed = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => row[name as keyof Row] !== value),
  ) as Partial<Row>;
  if (changed.textModelId) mustBeOffered(ctx, snapshot, changed.textModelId, 'text', 'textModel');
  if (changed.imageModelId) mustBeOffered(ctx, snapshot, changed.imageModelId, 'image', 'imageModel');
  if (changed.imageTier) mustHaveTier(ctx, snapshot, changed.imageTier);
  return { ...changed, ...sizeChanges(ctx, snapshot, { ...row, ...changed }, changed) };
}

function mustBeOffered(
  ctx: Context,
  snapshot: RegistrySnapshot,
  id: string,
  modelType: ModelType,
  path: string,
): void {
  const model = snapshot.models.get(id);
  if (!model || model.modelType !== modelType)
    throw invalidField(path, `There is no such ${modelType} model.`);
  if (model.status !== 'active' || missingFor(snapshot, model, ctx.clock.now()).length > 0)
    throw invalidField(path, `${model.displayName} cannot be chosen at present.`);
}

function mustHaveTier(ctx: Context, snapshot: RegistrySnapshot, tier: string): void {
  if (!snapshot.tiers.some((known) => known.tier === tier))
    throw invalidField('imageTier', 'There is no such tier.');
  const model = [...snapshot.models.values()].find(
    (candidate) => candidate.status === 'active' && candidate.qualityTier === tier,
  );
  if (!model || missingFor(snapshot, model, ctx.clock.now()).length > 0)
    throw invalidField('imageTier', 'No model serves this tier at present.');
}

function sizeChanges(
  ctx: Context,
  snapshot: RegistrySnapshot,
  next: Row,
  changed: Partial<Row>,
): Partial<Row> {
  const result = resolve(snapshot, siteChoice(next, 'image'), ctx.clock.now());
  const valid = isResolved(result) ? result.served.validSizes : null;
  const dropped: Partial<Row> = {};
  for (const name of ['featuredImageSize', 'inArticleImageSize'] as const) {
    const size = next[name];
    if (!size || !valid || valid.includes(size)) continue;
    if (changed[name])
      throw invalidField(
        name,
        `${isResolved(result) ? result.served.displayName : 'The model'} makes ${valid.join(', ')}.`,
      );
    if ('imageTier' in changed || 'imageModelId' in changed) dropped[name] = null;
  }
  return dropped;
}

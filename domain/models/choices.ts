import type { Context } from '../context.ts';
import { priceInForce, priceLabel } from './price.ts';
import { isResolved, resolve, successors, tierModel, uncallable, unusable } from './resolve.ts';
import type { ModelBrief, ModelChoice, Tier } from './schema.ts';
import { type ModelRow, type RegistrySnapshot, registrySnapshot } from './snapshot.ts';

export type Missing = 'price' | 'provider' | 'key' | 'successor';

/** A model in three fields, for lists and links. */
export const brief = (model: ModelRow): ModelBrief => ({
  id: model.id,
  modelName: model.modelName,
  displayName: model.displayName,
});

/** What keeps a model from being a choice: no price in force, provider off, no usable key, or an end without a live successor. */
export function missingFor(snapshot: RegistrySnapshot, model: ModelRow, at: Date): Missing[] {
  const provider = snapshot.providers.get(model.providerId);
  const missing: Missing[] = [];
  if (!priceInForce(snapshot.prices.get(model.id) ?? [], at)) missing.push('price');
  if (!provider?.isActive) missing.push('provider');
  else if (unusable(provider, at)) missing.push('key');
  const ended = model.shutdownAt !== null && model.shutdownAt <= at;
  if (
    ended &&
    !successors(snapshot, model).some(
      (next) => next.status !== 'inactive' && next.status !== 'retired' && !uncallable(snapshot, next, at),
    )
  )
    missing.push('successor');
  return missing;
}

/** The label of a model where people choose: its tier and price ("Basic (1 credit/image)"), or its own name and price. */
export function choiceLabel(snapshot: RegistrySnapshot, model: ModelRow, at: Date): string {
  const name = snapshot.tiers.find((tier) => tier.tier === model.qualityTier)?.label ?? model.displayName;
  const price = priceInForce(snapshot.prices.get(model.id) ?? [], at);
  return price ? `${name} (${priceLabel(price)})` : name;
}

interface Answers {
  from: Date;
  until: Date | null;
  choices: Map<string, ModelChoice[]>;
  tiers: Tier[] | null;
}
const answers = new WeakMap<RegistrySnapshot, Answers>();

// Answers hold from the time they were made until the next price, shutdown or key end: all times are in the snapshot.
function answersAt(snapshot: RegistrySnapshot, at: Date): Answers {
  const known = answers.get(snapshot);
  if (known && at >= known.from && (known.until === null || at < known.until)) return known;
  const fresh: Answers = { from: at, until: nextChange(snapshot, at), choices: new Map(), tiers: null };
  answers.set(snapshot, fresh);
  return fresh;
}

function nextChange(snapshot: RegistrySnapshot, at: Date): Date | null {
  const times = [
    ...[...snapshot.prices.values()].flat().map((price) => price.effectiveFrom),
    ...[...snapshot.models.values()].map((model) => model.shutdownAt),
    ...[...snapshot.providers.values()].flatMap((provider) => provider.keys.map((key) => key.until)),
  ].filter((time): time is Date => time !== null && time > at);
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

/** The models that may be chosen now. The same array object comes back until something changes, so that callers may keep what they make of it. */
export async function modelChoices(
  ctx: Context,
  filter: { modelType?: 'text' | 'image' | undefined; qualityTier?: string | undefined } = {},
): Promise<ModelChoice[]> {
  const snapshot = await registrySnapshot(ctx);
  const at = ctx.clock.now();
  const { choices } = answersAt(snapshot, at);
  const all = choices.get('') ?? listChoices(snapshot, at);
  choices.set('', all);
  if (!filter.modelType && !filter.qualityTier) return all;
  if (filter.qualityTier && !snapshot.tiers.some((tier) => tier.tier === filter.qualityTier)) return [];
  const key = `${filter.modelType ?? ''}|${filter.qualityTier ?? ''}`;
  const some =
    choices.get(key) ??
    all.filter(
      (choice) =>
        (!filter.modelType || choice.modelType === filter.modelType) &&
        (!filter.qualityTier || choice.qualityTier === filter.qualityTier),
    );
  choices.set(key, some);
  return some;
}

/** What `modelChoices` answers for a snapshot and a time. Pure. */
export function listChoices(snapshot: RegistrySnapshot, at: Date): ModelChoice[] {
  const position = (model: ModelRow) =>
    snapshot.tiers.find((tier) => tier.tier === model.qualityTier)?.position ?? 0;
  return [...snapshot.models.values()]
    .filter((model) => model.status === 'active' && missingFor(snapshot, model, at).length === 0)
    .sort(
      (a, b) =>
        b.modelType.localeCompare(a.modelType) ||
        position(a) - position(b) ||
        Number(b.isDefault) - Number(a.isDefault),
    )
    .flatMap((model) => {
      const result = resolve(snapshot, { modelType: model.modelType, modelId: model.id }, at);
      const provider = snapshot.providers.get(model.providerId);
      if (!isResolved(result) || !provider) return [];
      const { price, served } = result;
      return {
        ...brief(model),
        modelType: model.modelType,
        provider: provider.slug,
        isDefault: model.isDefault,
        qualityTier: model.qualityTier,
        tokensPerCredit: price.tokensPerCredit,
        creditsPerImage: price.creditsPerImage,
        label: choiceLabel(snapshot, model, at),
        validSizes: served.validSizes,
        shutdownAt: model.shutdownAt,
        servedBy: served.id === model.id ? null : served.modelName,
        sandbox: snapshot.providers.get(served.providerId)?.isSandbox ?? false,
      };
    });
}

/** The tiers in order, each with its credits and what serves it now. The same array object until something changes. */
export async function tierChoices(ctx: Context): Promise<Tier[]> {
  const snapshot = await registrySnapshot(ctx);
  const known = answersAt(snapshot, ctx.clock.now());
  known.tiers ??= listTiers(snapshot, ctx.clock.now());
  return known.tiers;
}

/** What `tierChoices` answers for a snapshot and a time. Pure. */
export function listTiers(snapshot: RegistrySnapshot, at: Date): Tier[] {
  return snapshot.tiers.map((tier) => {
    const model = tierModel(snapshot, tier.tier);
    const result = resolve(snapshot, { modelType: 'image', tier: tier.tier }, at);
    const own = isResolved(result) && result.priced.id === model?.id;
    const creditsPerImage = model
      ? (priceInForce(snapshot.prices.get(model.id) ?? [], at)?.creditsPerImage ?? null)
      : null;
    return {
      ...tier,
      model: model && brief(model),
      servedBy: isResolved(result) ? brief(result.served) : null,
      creditsPerImage,
      cardLabel: model ? choiceLabel(snapshot, model, at) : tier.label,
      validSizes: isResolved(result) ? result.served.validSizes : null,
      available: own && model !== null && missingFor(snapshot, model, at).length === 0,
      reason: isResolved(result) ? result.reason : result.unresolved,
    };
  });
}

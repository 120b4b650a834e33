import { priceInForce } from './price.ts';
import type { ModelRow, PriceRow, ProviderRow, RegistrySnapshot } from './snapshot.ts';

export type ModelType = ModelRow['modelType'];

/** What somebody chose: a model, else a tier, else nothing (the default of the type). */
export interface Choice {
  modelType: ModelType;
  modelId?: string | null;
  tier?: string | null;
}

/**
 * `asked` is what the choice names, `priced` the model whose price (`price`) the customer pays, `served` the one that is
 * called. They differ when a model has ended or is off; then `reason` says so in a sentence.
 */
export interface Resolved {
  asked: ModelRow | null;
  priced: ModelRow;
  price: PriceRow;
  served: ModelRow;
  reason: string | null;
}
export interface Unresolved {
  unresolved: string;
}

/** Whether a model serves; else `unresolved` says why none does. */
export const isResolved = (result: Resolved | Unresolved): result is Resolved => 'served' in result;

/**
 * Which model serves a choice at a time, and why. Pure.
 *
 * A model that has shut down is served by the first live model along its successors, at its own price: the customer's tier and
 * credits stay until an administrator changes them. A model that an administrator took away (retired, inactive) is replaced by
 * the first active successor at that one's price. Where neither leads to a model that can be called, the default of the type
 * serves, at its price. Where nothing is left, the answer says so: nothing is ever called or charged by guess.
 */
export function resolve(snapshot: RegistrySnapshot, choice: Choice, at: Date): Resolved | Unresolved {
  const standing = defaultModel(snapshot, choice.modelType);
  const asked = askedModel(snapshot, choice);
  const own = asked ? follow(snapshot, asked, at) : { blocked: missingChoice(snapshot, choice) };
  if ('served' in own) return { asked, ...own };
  if (standing && standing !== asked) {
    const fallback = follow(snapshot, standing, at);
    if ('served' in fallback)
      return {
        asked,
        ...fallback,
        reason: sentence(
          own.blocked,
          `${fallback.served.displayName}, the default, serves instead, at its price`,
        ),
      };
    return { unresolved: sentence(own.blocked, `the default cannot serve either: ${fallback.blocked}`) };
  }
  return { unresolved: sentence(own.blocked, 'no other model can serve') };
}

type Followed = Omit<Resolved, 'asked'> | { blocked: string };

const defaultModel = (snapshot: RegistrySnapshot, modelType: ModelType): ModelRow | null =>
  [...snapshot.models.values()].find((model) => model.modelType === modelType && model.isDefault) ?? null;

/** The model that a choice names, by itself, by its tier or as the default, whether it can serve or not. Null: there is none. */
export function askedModel(snapshot: RegistrySnapshot, choice: Choice): ModelRow | null {
  if (choice.modelId) {
    const model = snapshot.models.get(choice.modelId);
    return model?.modelType === choice.modelType ? model : null;
  }
  return choice.tier ? tierModel(snapshot, choice.tier) : defaultModel(snapshot, choice.modelType);
}

/** The active model that carries a tier, or null. */
export const tierModel = (snapshot: RegistrySnapshot, tier: string): ModelRow | null =>
  [...snapshot.models.values()].find((model) => model.status === 'active' && model.qualityTier === tier) ??
  null;

function missingChoice(snapshot: RegistrySnapshot, choice: Choice): string {
  if (choice.modelId) return 'The chosen model is not there';
  if (choice.tier)
    return `No model serves the tier ${snapshot.tiers.find((tier) => tier.tier === choice.tier)?.label ?? choice.tier}`;
  return `There is no default ${choice.modelType} model`;
}

function follow(snapshot: RegistrySnapshot, asked: ModelRow, at: Date): Followed {
  const chain = successors(snapshot, asked);
  const replacement = asked.status === 'active' ? asked : chain.find((model) => model.status === 'active');
  const priced = replacement ?? asked;
  const why =
    asked.status === 'active'
      ? null
      : `${asked.displayName} is ${asked.status === 'retired' ? 'retired' : 'switched off'}`;
  if (!replacement && asked.status !== 'retired') return { blocked: why ?? `${asked.displayName} is off` };
  const price = priceInForce(snapshot.prices.get(priced.id) ?? [], at);
  if (!price) return { blocked: `${priced.displayName} has no price` };
  const fault = uncallable(snapshot, priced, at);
  const able = priced.status === 'active' || priced.status === 'standby';
  const served =
    able && !fault
      ? priced
      : successors(snapshot, priced).find((model) => isReady(model) && !uncallable(snapshot, model, at));
  if (!served) return { blocked: why && !fault ? why : [why, fault].filter(Boolean).join(', and ') };
  if (served === asked) return { priced, price, served, reason: null };
  const causes = [
    ...new Set([why, priced === asked || fault ? fault : null].filter((cause) => cause !== null)),
  ];
  return {
    priced,
    price,
    served,
    reason: sentence(causes.join(', and '), `${served.displayName} serves instead`),
  };
}

const isReady = (model: ModelRow) => model.status === 'active' || model.status === 'standby';

/** The successors of a model, nearest first. The database allows no circle; a snapshot that has one still ends. */
export function successors(snapshot: RegistrySnapshot, model: ModelRow): ModelRow[] {
  const chain: ModelRow[] = [];
  const seen = new Set([model.id]);
  for (
    let next = snapshot.models.get(model.successorId ?? '');
    next && !seen.has(next.id);
    next = snapshot.models.get(next.successorId ?? '')
  ) {
    seen.add(next.id);
    chain.push(next);
  }
  return chain;
}

/** Why a model cannot be called at a time, in a clause; null when it can. Its own status is not looked at. */
export function uncallable(snapshot: RegistrySnapshot, model: ModelRow, at: Date): string | null {
  if (model.shutdownAt && model.shutdownAt <= at)
    return `${model.displayName} was shut down on ${model.shutdownAt.toISOString().slice(0, 10)}`;
  const provider = snapshot.providers.get(model.providerId);
  return provider ? unusable(provider, at) : `${model.displayName} has no provider`;
}

/** Why a provider cannot be called at a time, in a clause; null when it can. */
export function unusable(provider: ProviderRow, at: Date): string | null {
  if (!provider.isActive) return `the provider ${provider.name} is switched off`;
  return hasKey(provider, at) ? null : `the provider ${provider.name} has no usable key`;
}

const hasKey = (provider: ProviderRow, at: Date) =>
  provider.keys.some(
    (key) => key.name === provider.credentialFields[0]?.name && (key.until === null || key.until > at),
  );

const sentence = (cause: string, effect: string) => `${cause.replace(/^the /, 'The ')}; ${effect}.`;

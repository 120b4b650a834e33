import { priceOf, termsOf } from '#domain/credits/index.ts';
import {
  type ModelRow,
  type PriceRow,
  priceInForce,
  type RegistrySnapshot,
  successors,
} from '#domain/models/index.ts';
import type { RowOf } from '../sources/tables.ts';

type Cost = RowOf<'costs'>;
type Usage = RowOf<'usage'>;

/** Operations by their old names, and the kind of model that each takes. A name that is not here is kept as it is. */
export const OPERATIONS: Readonly<Record<string, { operation: string; modelType: 'text' | 'image' }>> = {
  clustering: { operation: 'auto_cluster', modelType: 'text' },
  idea_generation: { operation: 'generate_ideas', modelType: 'text' },
  content_generation: { operation: 'generate_content', modelType: 'text' },
  image_prompt_extraction: { operation: 'generate_image_prompts', modelType: 'text' },
  image_generation: { operation: 'generate_images', modelType: 'image' },
  linking: { operation: 'suggest_links', modelType: 'text' },
  optimization: { operation: 'optimize_content', modelType: 'text' },
};

/** Tokens or images that a row says it used; null where it does not say. Nothing is derived from what was charged. */
export function usedBy(usage: Usage): { tokens: number | null; images: number | null } {
  const { tokens_input: input, tokens_output: output, metadata } = usage;
  const count =
    typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
      ? metadata['num_images']
      : undefined;
  return {
    tokens: input === null && output === null ? null : (input ?? 0) + (output ?? 0),
    images: typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : null,
  };
}

/** What the old rule charges for an operation: a fixed sum, a rate for tokens, or one for images; at least the minimum. Null where it cannot be computed. */
export function oldCredits(
  cost: Cost | undefined,
  used: { tokens: number | null; images: number | null },
): number | null {
  if (!cost) return null;
  const perTokens = cost.tokens_per_credit;
  if (perTokens !== null && perTokens > 0)
    return used.tokens === null
      ? null
      : Math.max(cost.min_credits, priceOf({ tokensPerCredit: perTokens }, { totalTokens: used.tokens }));
  if (cost.credits_cost === null) return null;
  if (cost.unit !== 'per_image') return Math.max(cost.min_credits, cost.credits_cost);
  return used.images === null
    ? null
    : Math.max(cost.min_credits, priceOf({ creditsPerImage: cost.credits_cost }, { images: used.images }));
}

/**
 * The price that a model's use would be charged at now: its own while it is a choice, else that of the first successor that is one,
 * else the default's. Whether a key is there does not matter to a rehearsal. Null: nothing is left that has a price.
 */
export function priceNow(
  snapshot: RegistrySnapshot,
  model: ModelRow,
  at: Date,
): { model: ModelRow; price: PriceRow } | null {
  const fallback = [...snapshot.models.values()].find(
    (candidate) => candidate.isDefault && candidate.modelType === model.modelType,
  );
  for (const candidate of [model, ...successors(snapshot, model), ...(fallback ? [fallback] : [])]) {
    const price =
      candidate.status === 'active' ? priceInForce(snapshot.prices.get(candidate.id) ?? [], at) : null;
    if (price) return { model: candidate, price };
  }
  return null;
}

export const UNPRICED = {
  no_model: 'The row does not say which model was used.',
  unknown_model: 'The model is in no registry.',
  other_kind: 'The operation takes another kind of model.',
  no_price: 'No model with a price is left for it.',
  no_tokens: 'The row does not say how many tokens were used.',
  no_images: 'The row does not say how many images were made.',
} as const;
export type Unpriced = keyof typeof UNPRICED;

/** One row of the history under both rules. */
export interface Shadow {
  tokens: number | null;
  images: number | null;
  oldCredits: number;
  ruleCredits: number | null;
  newCredits: number | null;
  priceId: string | null;
  unpriced: Unpriced | null;
}

/** What prices the history: the old rules by operation, the registry by model name, at one time. */
export interface PriceBook {
  costs: ReadonlyMap<string, Cost>;
  prices: ReadonlyMap<
    string,
    { modelType: 'text' | 'image'; now: { model: ModelRow; price: PriceRow } | null }
  >;
}

/** The old rates and the prices that are in force `at` a time. */
export function priceBook(costs: readonly Cost[], snapshot: RegistrySnapshot, at: Date): PriceBook {
  return {
    costs: new Map(costs.map((cost) => [cost.operation_type, cost])),
    prices: new Map(
      [...snapshot.models.values()].map((model) => [
        model.modelName,
        { modelType: model.modelType, now: priceNow(snapshot, model, at) },
      ]),
    ),
  };
}

/** Prices one row of the history by the old rule and the new. Pure; nothing is charged. */
export function shadowOf(book: PriceBook, usage: Usage): Shadow {
  const used = usedBy(usage);
  const base = {
    ...used,
    oldCredits: usage.credits_used,
    ruleCredits: oldCredits(book.costs.get(usage.operation_type), used),
  };
  const refuse = (unpriced: Unpriced): Shadow => ({ ...base, newCredits: null, priceId: null, unpriced });
  if (usage.model_used.trim() === '') return refuse('no_model');
  const known = book.prices.get(usage.model_used.trim());
  if (!known) return refuse('unknown_model');
  const wanted = OPERATIONS[usage.operation_type]?.modelType;
  if (wanted && wanted !== known.modelType) return refuse('other_kind');
  if (!known.now) return refuse('no_price');
  const image = known.modelType === 'image';
  if (image && used.images === null) return refuse('no_images');
  if (!image && used.tokens === null) return refuse('no_tokens');
  const newCredits = priceOf(
    termsOf(known.now.price),
    image ? { images: used.images ?? 0 } : { totalTokens: used.tokens ?? 0 },
  );
  return { ...base, newCredits, priceId: known.now.price.id, unpriced: null };
}

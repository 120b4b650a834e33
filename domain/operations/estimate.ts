import { countTokens } from 'gpt-tokenizer';
import { type PriceTerms, priceOf } from '../credits/index.ts';
import type { TextPrompt } from './types.ts';

/** Lowest, expected and highest credits. */
export interface Range {
  min: number;
  expected: number;
  max: number;
}

// Message framing, and how far another tokenizer than the one we count with may lie above it.
const FRAMING = 40;
const OTHER_TOKENIZER = 1.15;
/** Thinking is billed as output: room for it with models that think. */
const REASONING_ROOM = 2_000;
const REASONING_USUAL = 250;

export interface TextEstimate {
  promptTokens: number;
  expectedTokens: number;
  /** Limit of the call, thinking included. */
  maxOutputTokens: number;
}

/**
 * Tokens of a call. `measured` is how many output tokens the operation's last calls used for each one that was expected.
 * `maxOutput` is the model's own limit.
 */
export function estimateText(
  prompt: TextPrompt,
  schema: object,
  model: { reasoning: boolean; maxOutput: number | null },
  measured: number,
): TextEstimate {
  const promptTokens =
    countTokens(prompt.instructions) +
    countTokens(JSON.stringify(prompt.data)) +
    countTokens(JSON.stringify(schema)) +
    FRAMING;
  const maxOutputTokens = Math.min(
    prompt.most + (model.reasoning ? REASONING_ROOM : 0),
    model.maxOutput ?? Number.POSITIVE_INFINITY,
  );
  const usual = prompt.usual + (model.reasoning ? REASONING_USUAL : 0);
  return {
    promptTokens,
    expectedTokens: Math.min(maxOutputTokens, Math.max(1, Math.round(usual * measured))),
    maxOutputTokens,
  };
}

/** Credits that a text call may cost; the highest is what is held for it. */
export function textRange(
  terms: PriceTerms,
  { promptTokens, expectedTokens, maxOutputTokens }: TextEstimate,
): Range {
  const least = Math.min(Math.ceil(expectedTokens * 0.4), maxOutputTokens);
  return {
    min: priceOf(terms, { totalTokens: promptTokens + least }),
    expected: priceOf(terms, { totalTokens: promptTokens + expectedTokens }),
    max: priceOf(terms, { totalTokens: Math.ceil(promptTokens * OTHER_TOKENIZER) + maxOutputTokens }),
  };
}

/** Credits of an image call: exact. */
export function imageRange(terms: PriceTerms, count: number): Range {
  const exact = priceOf(terms, { images: count });
  return { min: exact, expected: exact, max: exact };
}

/**
 * The whole run. A text run's highest leaves room for one repair of its largest call, and an account needs what is expected in all,
 * or what the largest single call holds, whichever is more, to begin.
 */
export function totalRange(steps: readonly Range[], modelType: 'text' | 'image'): Range & { needed: number } {
  const sum = (of: (step: Range) => number) => steps.reduce((total, step) => total + of(step), 0);
  const largest = Math.max(0, ...steps.map((step) => step.max));
  const expected = sum((step) => step.expected);
  return {
    min: sum((step) => step.min),
    expected,
    max: sum((step) => step.max) + (modelType === 'text' ? largest : 0),
    needed: Math.max(expected, largest),
  };
}

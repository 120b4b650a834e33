import { priceOf, termsOf } from '../credits/index.ts';
import { DomainError } from '../errors.ts';
import type { DeliveredImage, ServingModel } from '../operations/index.ts';
import { type ImageResult, ProviderError, type TextResult } from '../providers/index.ts';
import { estimateCost } from './cost.ts';
import type { Answer } from './ledger.ts';
import type { Turn } from './turn.ts';

export interface TextContent {
  text: string;
  finish: TextResult['finish'];
}
export interface ImagesContent {
  images: DeliveredImage[];
}

/** What is kept of a text answer: the text and what it used. */
export function textAnswer(model: ServingModel, result: TextResult, durationMs: number): Answer {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = result.usage;
  return {
    content: { text: result.text, finish: result.finish } satisfies TextContent,
    credits: priceOf(termsOf(model.price), { totalTokens: inputTokens + outputTokens }),
    inputTokens,
    cachedTokens: cachedInputTokens,
    outputTokens,
    reasoningTokens,
    images: null,
    costUsd: result.costUsd ?? estimateCost(model.served, { inputTokens, outputTokens }),
    providerRequestId: result.providerRequestId,
    durationMs,
  };
}

/**
 * What is kept of an image answer: the images, once they lie in the media store. What is no usable image was not delivered.
 * Throws ProviderError malformed_output when none is left.
 */
export async function imagesAnswer(
  turn: Turn,
  model: ServingModel,
  result: ImageResult,
  most: number,
  durationMs: number,
): Promise<Answer> {
  const images: DeliveredImage[] = [];
  let fault = '';
  for (const { bytes } of result.images.slice(0, most)) {
    try {
      images.push(await turn.engine.media.put(turn.run.accountId, bytes));
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'provider_error')) throw error;
      fault = error.message;
    }
  }
  if (images.length === 0) {
    throw new ProviderError('malformed_output', fault || 'The provider delivered no image.', {
      accepted: 'no',
      requestId: result.providerRequestId,
    });
  }
  return {
    content: { images } satisfies ImagesContent,
    credits: priceOf(termsOf(model.price), { images: images.length }),
    inputTokens: null,
    cachedTokens: null,
    outputTokens: null,
    reasoningTokens: null,
    images: images.length,
    costUsd: result.costUsd ?? estimateCost(model.served, { images: images.length }),
    providerRequestId: result.providerRequestId,
    durationMs,
  };
}

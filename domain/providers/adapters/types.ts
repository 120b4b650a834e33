import type { ProviderOptions } from '#db/schema/models.ts';
import type { ProviderError } from './errors.ts';

export type { ProviderOptions } from '#db/schema/models.ts';

/** What every call to a provider needs. Adapters keep nothing between calls and never repeat what may cost: the engine decides that. */
export interface ProviderCall {
  baseUrl: string;
  /** The revealed key: it lives for the call only and appears in no error. */
  secret: string;
  signal: AbortSignal;
  /** Whole call, answer included, in milliseconds. */
  timeoutMs: number;
  /** Of the model that is called; empty for calls that name no model. */
  options: ProviderOptions;
  /** True for the sandbox, or where the deployment allows private addresses. */
  allowPrivate: boolean;
}

/** Tokens as the provider reports them: cached are within input, reasoning within output. Credits count the total. */
export interface Usage {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  totalTokens: number;
}

export interface TextRequest {
  model: string;
  instructions: string;
  prompt: string;
  schemaName: string;
  /** Strict JSON schema of the answer (every property required, additionalProperties false). */
  jsonSchema: Record<string, unknown>;
  maxOutputTokens: number;
  /** UUID of our attempt: sent along, so that a lost answer can be found again. */
  reference: string;
}
export interface TextResult {
  /** The answer as it came, not yet parsed: the engine checks it against its schema. */
  text: string;
  /** `length`: cut at maxOutputTokens, so it will hardly parse; metered all the same. */
  finish: 'stop' | 'length';
  usage: Usage;
  providerRequestId: string | null;
  /** USD as a decimal string where the provider reports its own cost. */
  costUsd: string | null;
  /** The model that answered, as the provider names it. */
  model: string;
}

export interface ImageRequest {
  model: string;
  prompt: string;
  width: number;
  height: number;
  count: number;
  format: 'png' | 'jpeg' | 'webp';
  reference: string;
}
export interface ProviderImage {
  bytes: Buffer;
  contentType: string;
}
export interface ImageResult {
  /** What was delivered; may be fewer than asked for. */
  images: ProviderImage[];
  /** One for each image that failed; empty when all came. A call that delivers none throws instead. */
  failures: ProviderError[];
  usage: Usage | null;
  providerRequestId: string | null;
  costUsd: string | null;
}

/** `not_found`: the provider knows no such call, or it ended without delivering. `unknown`: it cannot be asked, or is still at work. */
export type Reconciled<Result> = Result | 'unknown' | 'not_found';

export interface TextAdapter {
  /** Throws ProviderError. */
  generate(call: ProviderCall, request: TextRequest): Promise<TextResult>;
  /** Looks for the answer of a call whose answer was lost. Never posts it again. Throws ProviderError when asking fails. */
  reconcile(
    call: ProviderCall,
    reference: string,
    providerRequestId?: string,
  ): Promise<Reconciled<TextResult>>;
}
export interface ImageAdapter {
  /** Throws ProviderError when no image was delivered. */
  generate(call: ProviderCall, request: ImageRequest): Promise<ImageResult>;
  reconcile(
    call: ProviderCall,
    reference: string,
    providerRequestId?: string,
  ): Promise<Reconciled<ImageResult>>;
}

export interface ListedModel {
  modelName: string;
  shutdownAt: Date | null;
}

/** One provider's way of being called. A new provider is one file here and one row. */
export interface Adapter {
  slug: string;
  text?: TextAdapter;
  image?: ImageAdapter;
  /**
   * The models that the key can use; also the connection test, since it fails as a call would. Where a provider has no list
   * but a search, `names` are looked up one by one; providers without models answer [].
   */
  listModels(call: ProviderCall, names?: readonly string[]): Promise<ListedModel[]>;
}

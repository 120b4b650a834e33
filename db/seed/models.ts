import { findProvider } from '@pydantic/genai-prices';
import type { ProviderOptions } from '../schema/models.ts';

export const TIERS = [
  { tier: 'basic', label: 'Basic', position: 1 },
  { tier: 'quality', label: 'Quality', position: 2 },
  { tier: 'premium', label: 'Premium', position: 3 },
] as const;

export interface SeedModel {
  modelName: string;
  displayName: string;
  modelType: 'text' | 'image';
  provider: string;
  status: 'active' | 'standby';
  isDefault?: true;
  qualityTier?: string;
  price?: { tokensPerCredit: number } | { creditsPerImage: number };
  maxOutputTokens?: number;
  contextWindow?: number;
  validSizes?: string[];
  costPerImage?: string;
  deprecatedAt?: string;
  shutdownAt?: string;
  successor?: string;
  providerOptions?: ProviderOptions;
}

/**
 * The six models of the platform's first offer with their credits, and as rows of their own, not as choices, the successors that OpenAI names.
 * Ends and successors: docs/providers.md. What the price catalogue knows (costs, context windows) is filled in from it.
 */
export const MODELS: readonly SeedModel[] = [
  {
    modelName: 'gpt-6-sol',
    displayName: 'GPT-6 Sol',
    modelType: 'text',
    provider: 'openai',
    status: 'standby',
    maxOutputTokens: 128_000,
    providerOptions: { reasoning: true },
  },
  {
    modelName: 'gpt-6-luna',
    displayName: 'GPT-6 Luna',
    modelType: 'text',
    provider: 'openai',
    status: 'standby',
    maxOutputTokens: 128_000,
    providerOptions: { reasoning: true },
  },
  {
    modelName: 'gpt-5.1',
    displayName: 'GPT-5.1',
    modelType: 'text',
    provider: 'openai',
    status: 'active',
    isDefault: true,
    price: { tokensPerCredit: 1000 },
    maxOutputTokens: 128_000,
    deprecatedAt: '2026-10-01',
    shutdownAt: '2027-04-01',
    successor: 'gpt-6-sol',
    providerOptions: { reasoning: true },
  },
  {
    modelName: 'gpt-4o',
    displayName: 'GPT-4o',
    modelType: 'text',
    provider: 'openai',
    status: 'active',
    price: { tokensPerCredit: 1000 },
    maxOutputTokens: 16_384,
    deprecatedAt: '2026-10-14',
    shutdownAt: '2027-01-14',
    successor: 'gpt-6-luna',
  },
  {
    modelName: 'gpt-4o-mini',
    displayName: 'GPT-4o mini',
    modelType: 'text',
    provider: 'openai',
    status: 'active',
    price: { tokensPerCredit: 10_000 },
    maxOutputTokens: 16_384,
    deprecatedAt: '2026-10-14',
    shutdownAt: '2027-01-14',
    successor: 'gpt-6-luna',
  },
  {
    modelName: 'gpt-image-2.6-sunburst',
    displayName: 'GPT Image 2.6 Sunburst',
    modelType: 'image',
    provider: 'openai',
    status: 'standby',
    qualityTier: 'quality',
    validSizes: ['1024x1024', '1536x1024', '1024x1536'],
    providerOptions: { imageApi: 'gpt_image' },
  },
  {
    modelName: 'runware:97@1',
    displayName: 'HiDream-I1 Full',
    modelType: 'image',
    provider: 'runware',
    status: 'active',
    qualityTier: 'basic',
    price: { creditsPerImage: 1 },
    validSizes: ['1024x1024', '1280x768', '768x1280', '1024x768', '768x1024'],
    costPerImage: '0.009',
  },
  {
    modelName: 'dall-e-3',
    displayName: 'DALL·E 3',
    modelType: 'image',
    provider: 'openai',
    status: 'active',
    isDefault: true,
    qualityTier: 'quality',
    price: { creditsPerImage: 5 },
    validSizes: ['1024x1024', '1792x1024', '1024x1792'],
    costPerImage: '0.04',
    deprecatedAt: '2025-11-14',
    shutdownAt: '2026-05-12',
    successor: 'gpt-image-2.6-sunburst',
    providerOptions: { imageApi: 'dalle' },
  },
  {
    modelName: 'google:4@2',
    displayName: 'Nano Banana Pro',
    modelType: 'image',
    provider: 'runware',
    status: 'active',
    qualityTier: 'premium',
    price: { creditsPerImage: 15 },
    validSizes: [
      '1024x1024',
      '1264x848',
      '848x1264',
      '1200x896',
      '896x1200',
      '1376x768',
      '768x1376',
      '2048x2048',
    ],
    costPerImage: '0.138',
  },
];

/** What the price catalogue knows of a model: USD per million tokens at the first step of tiered prices, and the context window. */
export function catalogued(
  providerSlug: string,
  modelName: string,
): { inputCostPerMtok?: string; outputCostPerMtok?: string; contextWindow?: number } {
  const known = findProvider({ providerId: providerSlug })?.models.find((model) => model.id === modelName);
  const prices = Array.isArray(known?.prices) ? known.prices.at(-1)?.prices : known?.prices;
  const usd = (price: number | { base: number } | undefined) =>
    price === undefined ? undefined : String(typeof price === 'number' ? price : price.base);
  const input = usd(prices?.input_mtok);
  const output = usd(prices?.output_mtok);
  return {
    ...(input === undefined ? {} : { inputCostPerMtok: input }),
    ...(output === undefined ? {} : { outputCostPerMtok: output }),
    ...(known?.context_window ? { contextWindow: known.context_window } : {}),
  };
}

import { z } from 'zod';
import { ModelChoice, Tier } from '#domain/models/index.ts';
import { SiteOptions } from '#domain/sites/index.ts';
import { area, wholeListOf } from './area.ts';

/** What every signed-in person may choose from. */
export const system = area('Choices', {
  'GET system/ai-models': {
    operation: 'listModelChoices',
    summary: 'The models that may be chosen: active, priced, of usable providers',
    access: 'signed_in',
    query: z.strictObject({
      modelType: z.enum(['text', 'image']).optional(),
      qualityTier: z.string().max(40).optional(),
    }),
    answer: wholeListOf(ModelChoice),
  },
  'GET system/quality-tiers': {
    operation: 'listQualityTierChoices',
    summary: 'The quality tiers in order, each with its credits and what serves it now',
    access: 'signed_in',
    answer: wholeListOf(Tier),
  },
  'GET system/site-options': {
    operation: 'getSiteOptions',
    summary: 'Choice lists of a site and its settings',
    access: 'signed_in',
    answer: SiteOptions,
  },
  'GET system/status': {
    operation: 'getStatus',
    summary: 'Whether a provider is a local double',
    access: 'signed_in',
    answer: z.strictObject({ sandbox: z.boolean() }),
  },
});

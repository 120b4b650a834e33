import { createInsertSchema, createSelectSchema, createUpdateSchema } from 'drizzle-zod';
import { z } from 'zod';
import { aiModels, modelPrices, qualityTiers } from '#db/schema/index.ts';
import { isoDate } from '../iso-date.ts';

const usd = z
  .string()
  .regex(/^\d{1,8}(\.\d{1,6})?$/, 'An amount in US dollars, such as 0.138, with six decimals at most.');
const size = z.string().regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, 'Width x height in pixels, such as 1024x1024.');
const modelName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:@/-]*$/,
    'The name as the provider spells it: letters, digits and . _ : @ / - alone.',
  );
const tokens = z.number().int().min(1).max(100_000_000);

const refined = {
  displayName: z.string().trim().min(1).max(120),
  contextWindow: tokens.nullish(),
  maxOutputTokens: tokens.nullish(),
  validSizes: z.array(size).max(40).nullish(),
  inputCostPerMtok: usd.nullish(),
  outputCostPerMtok: usd.nullish(),
  costPerImage: usd.nullish(),
  deprecatedAt: isoDate.nullish(),
  shutdownAt: isoDate.nullish(),
  successorId: z.uuid().nullish(),
  qualityTier: z.string().max(40).nullish(),
  providerOptions: z.record(z.string().max(60), z.json()).optional(),
};
const editable = {
  displayName: true,
  qualityTier: true,
  contextWindow: true,
  maxOutputTokens: true,
  validSizes: true,
  inputCostPerMtok: true,
  outputCostPerMtok: true,
  costPerImage: true,
  deprecatedAt: true,
  shutdownAt: true,
  successorId: true,
  providerOptions: true,
} as const;

const tokensPerCredit = z.number().int().min(1).max(1_000_000_000);
const creditsPerImage = z.number().int().min(1).max(1_000_000);

/** One of the two, by the model's type; the other stays out. */
export const PriceFigure = z.strictObject({
  tokensPerCredit: tokensPerCredit.optional(),
  creditsPerImage: creditsPerImage.optional(),
});
export type PriceFigure = z.infer<typeof PriceFigure>;

export const NewPrice = z
  .strictObject({
    ...PriceFigure.shape,
    effectiveFrom: isoDate.optional(),
    reason: z.string().trim().max(500).optional(),
  })
  .meta({ id: 'NewPrice', description: 'A price from a time on; without effective_from it starts now.' });
export type NewPrice = z.infer<typeof NewPrice>;

export const CreateModel = createInsertSchema(aiModels, refined)
  .pick({ ...editable, modelType: true })
  .extend({
    modelName,
    providerId: z.uuid(),
    status: z.enum(['active', 'standby', 'inactive']).default('inactive'),
    price: PriceFigure.optional(),
  })
  .strict()
  .meta({ id: 'CreateModel' });
export type CreateModel = z.infer<typeof CreateModel>;

export const UpdateModel = createUpdateSchema(aiModels, refined)
  .pick(editable)
  .extend({ displayName: refined.displayName.optional() })
  .strict()
  .meta({ id: 'UpdateModel' });
export type UpdateModel = z.infer<typeof UpdateModel>;

export const Deactivate = z.strictObject({
  replacementDefaultId: z.uuid().optional(),
  status: z.enum(['inactive', 'standby']).default('inactive'),
});
export const Retire = z.strictObject({ replacementId: z.uuid().nullable().default(null) });
export const BulkModels = z.strictObject({
  action: z.enum(['activate', 'deactivate']),
  models: z
    .array(z.strictObject({ id: z.uuid(), version: z.number().int().min(1) }))
    .min(1)
    .max(200),
});
export const BulkResult = z.strictObject({
  results: z.array(
    z.strictObject({
      id: z.uuid(),
      ok: z.boolean(),
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});
export const UpdateTier = z
  .strictObject({ label: z.string().trim().min(1).max(60).optional(), modelId: z.uuid().optional() })
  .meta({ id: 'UpdateTier' });
export type UpdateTier = z.infer<typeof UpdateTier>;

export const Price = createSelectSchema(modelPrices)
  .extend({
    label: z.string(),
    state: z.enum(['past', 'in_force', 'scheduled', 'cancelled']),
    effectiveUntil: z.date().nullable(),
    createdByLabel: z.string().nullable(),
  })
  .meta({ id: 'Price' });
export type Price = z.infer<typeof Price>;

const ModelBrief = z.strictObject({ id: z.uuid(), modelName: z.string(), displayName: z.string() });
export type ModelBrief = z.infer<typeof ModelBrief>;

/** What keeps an active model from being offered, or an inactive one from being activated. */
export const MISSING = ['price', 'provider', 'key', 'successor'] as const;

export const Model = createSelectSchema(aiModels, { providerOptions: z.record(z.string(), z.json()) })
  .extend({
    provider: z.strictObject({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      isActive: z.boolean(),
      isSandbox: z.boolean(),
    }),
    price: z
      .strictObject({
        id: z.uuid(),
        tokensPerCredit: z.number().nullable(),
        creditsPerImage: z.number().nullable(),
        label: z.string(),
        effectiveFrom: z.date(),
      })
      .nullable(),
    nextPrice: z.strictObject({ id: z.uuid(), label: z.string(), effectiveFrom: z.date() }).nullable(),
    label: z.string(),
    offered: z.boolean(),
    missing: z.array(z.enum(MISSING)),
    successor: ModelBrief.nullable(),
    servedBy: ModelBrief.nullable(),
    servedReason: z.string().nullable(),
    daysLeft: z.number().int().nullable(),
    siteCount: z.number().int(),
  })
  .meta({ id: 'Model', description: 'A model as administrators see it.' });
export type Model = z.infer<typeof Model>;

export const ModelChoice = z
  .strictObject({
    id: z.uuid(),
    modelName: z.string(),
    displayName: z.string(),
    modelType: z.enum(['text', 'image']),
    provider: z.string(),
    isDefault: z.boolean(),
    qualityTier: z.string().nullable(),
    tokensPerCredit: z.number().int().nullable(),
    creditsPerImage: z.number().int().nullable(),
    label: z.string(),
    validSizes: z.array(z.string()).nullable(),
    shutdownAt: z.date().nullable(),
    servedBy: z.string().nullable(),
    sandbox: z.boolean(),
  })
  .meta({ id: 'ModelChoice', description: 'A model that a site owner may choose.' });
export type ModelChoice = z.infer<typeof ModelChoice>;

export const Tier = createSelectSchema(qualityTiers)
  .extend({
    model: ModelBrief.nullable(),
    servedBy: ModelBrief.nullable(),
    creditsPerImage: z.number().int().nullable(),
    /** The tier with its credits: "Basic (1 credit/image)". */
    cardLabel: z.string(),
    validSizes: z.array(z.string()).nullable(),
    available: z.boolean(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'QualityTier' });
export type Tier = z.infer<typeof Tier>;

export const Reference = z
  .strictObject({ kind: z.string(), id: z.string(), label: z.string(), link: z.string().nullable() })
  .meta({ id: 'Reference', description: 'Something that uses a model, tier or provider.' });
export type Reference = z.infer<typeof Reference>;

export const References = z
  .strictObject({
    blocksDeletion: z.boolean(),
    groups: z.array(
      z.strictObject({
        kind: z.string(),
        title: z.string(),
        count: z.number().int(),
        items: z.array(Reference),
      }),
    ),
  })
  .meta({ id: 'References' });
export type References = z.infer<typeof References>;

export const SuccessionEntry = z
  .strictObject({
    id: z.uuid(),
    modelName: z.string(),
    displayName: z.string(),
    modelType: z.enum(['text', 'image']),
    provider: z.string(),
    status: z.string(),
    isDefault: z.boolean(),
    qualityTier: z.string().nullable(),
    deprecatedAt: z.date().nullable(),
    shutdownAt: z.date(),
    daysLeft: z.number().int(),
    lastSeenAt: z.date().nullable(),
    successor: ModelBrief.nullable(),
    servedBy: ModelBrief.nullable(),
    sites: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
    /** Provider cost in USD of the last 30 days' usage, as billed and as the successor would bill it (null where its cost is unknown); null where nothing was used. */
    usage: z.strictObject({ costUsd: z.string(), successorCostUsd: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'SuccessionEntry' });
export type SuccessionEntry = z.infer<typeof SuccessionEntry>;

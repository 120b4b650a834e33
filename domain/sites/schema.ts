import { createInsertSchema, createSelectSchema, createUpdateSchema } from 'drizzle-zod';
import { z } from 'zod';
import { siteSettings, sites } from '#db/schema/index.ts';
import { IMAGE_FORMATS, IMAGE_STYLES, LANGUAGES, TIME_ZONES, TONES } from './options.ts';

const ZONES = new Set(TIME_ZONES);
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/;

const fields = {
  name: z.string().trim().min(1).max(120),
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(HOST, 'A host name, such as example.com, without https:// or a path.'),
  timeZone: z.string().refine((zone) => ZONES.has(zone), 'An IANA time zone, such as Europe/Madrid.'),
};

export const CreateSite = createInsertSchema(sites, fields)
  .pick({ name: true, domain: true })
  .extend({ timeZone: fields.timeZone.default('UTC'), accountId: z.uuid().optional() })
  .strict()
  .meta({ id: 'CreateSite', description: 'account_id is needed where the caller owns several accounts.' });
export type CreateSite = z.infer<typeof CreateSite>;

export const UpdateSite = createUpdateSchema(sites, fields)
  .pick({ isActive: true })
  .extend({
    name: fields.name.optional(),
    domain: fields.domain.optional(),
    timeZone: fields.timeZone.optional(),
  })
  .strict()
  .meta({ id: 'UpdateSite' });
export type UpdateSite = z.infer<typeof UpdateSite>;

export const Site = createSelectSchema(sites)
  .extend({ accountName: z.string(), role: z.enum(['owner', 'editor', 'viewer']) })
  .meta({ id: 'Site' });
export type Site = z.infer<typeof Site>;

const size = z.string().regex(/^\d{2,5}x\d{2,5}$/, 'Width x height in pixels, such as 1024x1024.');
export const UpdateSettings = createUpdateSchema(siteSettings)
  .pick({})
  .extend({
    imageTier: z.string().max(40).nullable().optional(),
    imageModel: z.uuid().nullable().optional(),
    textModel: z.uuid().nullable().optional(),
    featuredImages: z.number().int().min(0).max(1).optional(),
    inArticleImages: z.number().int().min(0).max(10).optional(),
    featuredImageSize: size.nullable().optional(),
    inArticleImageSize: size.nullable().optional(),
    imageStyle: z.enum(IMAGE_STYLES).optional(),
    imageFormat: z.enum(IMAGE_FORMATS).optional(),
    language: z.enum(LANGUAGES).optional(),
    tone: z.enum(TONES).optional(),
    brandInstructions: z.string().max(4000).optional(),
  })
  .strict()
  .meta({ id: 'UpdateSiteSettings' });
export type UpdateSettings = z.infer<typeof UpdateSettings>;

const Brief = z.strictObject({ id: z.uuid(), modelName: z.string(), displayName: z.string() });

/** What serves a site for one type of model: `served` is called, `priced` is paid for. Both null where nothing can serve; then `reason` says why. */
export const ServedModel = z
  .strictObject({
    served: Brief.nullable(),
    priced: Brief.nullable(),
    source: z.enum(['model', 'tier', 'default']),
    label: z.string().nullable(),
    tokensPerCredit: z.number().int().nullable(),
    creditsPerImage: z.number().int().nullable(),
    validSizes: z.array(z.string()).nullable(),
    sizes: z.strictObject({ featured: z.string().nullable(), inArticle: z.string().nullable() }),
    shutdownAt: z.date().nullable(),
    sandbox: z.boolean(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ServedModel' });
export type ServedModel = z.infer<typeof ServedModel>;

export const SiteSettings = createSelectSchema(siteSettings)
  .omit({ imageModelId: true, textModelId: true, accountId: true })
  .extend({
    imageModel: z.uuid().nullable(),
    textModel: z.uuid().nullable(),
    resolved: z.strictObject({ text: ServedModel, image: ServedModel }),
  })
  .meta({ id: 'SiteSettings' });
export type SiteSettings = z.infer<typeof SiteSettings>;

const Options = z.array(z.strictObject({ value: z.string(), label: z.string() }));
export const SiteOptions = z
  .strictObject({
    imageStyles: Options,
    imageFormats: Options,
    tones: Options,
    languages: Options,
    timeZones: z.array(z.string()),
    maxInArticleImages: z.number().int(),
    maxFeaturedImages: z.number().int(),
  })
  .meta({ id: 'SiteOptions' });

import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { accounts } from './identity.ts';
import { aiModels, qualityTiers } from './models.ts';

export const sites = pgTable(
  'sites',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    name: text('name').notNull(),
    domain: text('domain').notNull(),
    timeZone: text('time_zone').notNull().default('UTC'),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: version(),
  },
  (t) => [
    unique('sites_id_account').on(t.id, t.accountId),
    index('sites_account').on(t.accountId),
    check('sites_name_present', sql`btrim(${t.name}) <> ''`),
  ],
);

/** What a site owner chose. Null model columns mean: the tier's model, else the default. */
export const siteSettings = pgTable(
  'site_settings',
  {
    siteId: uuid('site_id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    imageTier: text('image_tier').references(() => qualityTiers.tier),
    imageModelId: uuid('image_model_id').references(() => aiModels.id),
    textModelId: uuid('text_model_id').references(() => aiModels.id),
    featuredImages: integer('featured_images').notNull().default(1),
    inArticleImages: integer('in_article_images').notNull().default(2),
    featuredImageSize: text('featured_image_size'),
    inArticleImageSize: text('in_article_image_size'),
    imageStyle: text('image_style').notNull().default('photorealistic'),
    imageFormat: text('image_format').notNull().default('webp'),
    language: text('language').notNull().default('en'),
    tone: text('tone').notNull().default('neutral'),
    brandInstructions: text('brand_instructions').notNull().default(''),
    updatedAt: instant('updated_at').notNull(),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'site_settings_site',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    check(
      'site_settings_image_counts',
      sql`${t.featuredImages} between 0 and 1 and ${t.inArticleImages} between 0 and 10`,
    ),
  ],
);

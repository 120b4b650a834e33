import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, kept, owned, version } from './columns.ts';
import {
  articleState,
  imagePlacement,
  optimizationState,
  revisionSource,
  suggestionStatus,
  tasks,
} from './content.ts';
import { aiModels } from './models.ts';
import { sites } from './sites.ts';

/** An article's words; the article carries the current ones, article_revisions all that ever were. */
const words = () => ({
  title: text('title').notNull(),
  /** Sanitised HTML (domain/content/sanitize.ts). */
  bodyHtml: text('body_html').notNull(),
  metaTitle: text('meta_title').notNull(),
  metaDescription: text('meta_description').notNull(),
  tags: text('tags').array().notNull(),
  wordCount: integer('word_count').notNull(),
});

export const articles = pgTable(
  'articles',
  {
    ...owned(),
    taskId: uuid('task_id'),
    slug: text('slug').notNull(),
    ...words(),
    state: articleState('state').notNull().default('draft'),
    /** Number of the revision that these words are. */
    revision: integer('revision').notNull().default(1),
    ...kept(),
  },
  (t) => [
    foreignKey({
      name: 'articles_site_fk',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'articles_task_fk',
      columns: [t.taskId, t.siteId],
      foreignColumns: [tasks.id, tasks.siteId],
    }),
    unique('articles_id_site').on(t.id, t.siteId),
    uniqueIndex('articles_once_per_task').on(t.taskId).where(sql`${t.deletedAt} is null`),
    uniqueIndex('articles_slug').on(t.siteId, t.slug).where(sql`${t.deletedAt} is null`),
    index('articles_recent').on(t.siteId, t.updatedAt, t.id),
    check('articles_title_present', sql`btrim(${t.title}) <> ''`),
  ],
);

/** Numbered when it became the article's words; a proposal of the Optimizer has no number until it is accepted. */
export const articleRevisions = pgTable(
  'article_revisions',
  {
    ...owned(),
    articleId: uuid('article_id').notNull(),
    number: integer('number'),
    source: revisionSource('source').notNull(),
    ...words(),
    authorLabel: text('author_label').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'article_revisions_article_fk',
      columns: [t.articleId, t.siteId],
      foreignColumns: [articles.id, articles.siteId],
    }).onDelete('cascade'),
    unique('article_revisions_number').on(t.articleId, t.number),
    check('article_revisions_numbered', sql`${t.number} is not null or ${t.source} = 'optimized'`),
  ],
);

export const imagePrompts = pgTable(
  'image_prompts',
  {
    ...owned(),
    articleId: uuid('article_id').notNull(),
    placement: imagePlacement('placement').notNull(),
    /** 0 for the featured one; in the article counted from 1, top to bottom. */
    position: integer('position').notNull(),
    prompt: text('prompt').notNull(),
    altText: text('alt_text').notNull().default(''),
    ...kept(),
  },
  (t) => [
    foreignKey({
      name: 'image_prompts_article_fk',
      columns: [t.articleId, t.siteId],
      foreignColumns: [articles.id, articles.siteId],
    }).onDelete('cascade'),
    uniqueIndex('image_prompts_place')
      .on(t.articleId, t.placement, t.position)
      .where(sql`${t.deletedAt} is null`),
    check(
      'image_prompts_position',
      sql`(${t.placement} = 'featured') = (${t.position} = 0) and ${t.position} >= 0`,
    ),
    check('image_prompts_present', sql`btrim(${t.prompt}) <> ''`),
  ],
);

/** A delivered image. Placed: in the article's body, or its featured one; the others stay to go back to. */
export const images = pgTable(
  'images',
  {
    ...owned(),
    articleId: uuid('article_id').notNull(),
    promptId: uuid('prompt_id').references(() => imagePrompts.id, { onDelete: 'set null' }),
    prompt: text('prompt').notNull(),
    placement: imagePlacement('placement').notNull(),
    position: integer('position').notNull(),
    isPlaced: boolean('is_placed').notNull(),
    altText: text('alt_text').notNull().default(''),
    mediaKey: text('media_key').notNull(),
    contentType: text('content_type').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    bytes: integer('bytes').notNull(),
    tier: text('tier'),
    /** The model that made it. */
    modelId: uuid('model_id').references(() => aiModels.id),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: instant('deleted_at'),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'images_article_fk',
      columns: [t.articleId, t.siteId],
      foreignColumns: [articles.id, articles.siteId],
    }).onDelete('cascade'),
    uniqueIndex('images_one_featured')
      .on(t.articleId)
      .where(sql`${t.isPlaced} and ${t.placement} = 'featured'`),
    index('images_recent').on(t.siteId, t.createdAt, t.id),
    index('images_samples').on(t.accountId, t.modelId, t.createdAt),
    index('images_article').on(t.articleId),
    index('images_prompt').on(t.promptId),
    check('images_placed_not_deleted', sql`not ${t.isPlaced} or ${t.deletedAt} is null`),
    check('images_size', sql`${t.width} > 0 and ${t.height} > 0 and ${t.bytes} > 0`),
  ],
);

export const linkSuggestions = pgTable(
  'link_suggestions',
  {
    ...owned(),
    articleId: uuid('article_id').notNull(),
    targetArticleId: uuid('target_article_id').notNull(),
    /** Words of the article that become the link. */
    anchorText: text('anchor_text').notNull(),
    reason: text('reason').notNull().default(''),
    status: suggestionStatus('status').notNull().default('suggested'),
    createdAt: instant('created_at').notNull(),
    decidedAt: instant('decided_at'),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'link_suggestions_article_fk',
      columns: [t.articleId, t.siteId],
      foreignColumns: [articles.id, articles.siteId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'link_suggestions_target_fk',
      columns: [t.targetArticleId, t.siteId],
      foreignColumns: [articles.id, articles.siteId],
    }).onDelete('cascade'),
    uniqueIndex('link_suggestions_once')
      .on(t.articleId, t.targetArticleId)
      .where(sql`${t.status} = 'suggested'`),
    index('link_suggestions_recent').on(t.siteId, t.createdAt, t.id),
    check('link_suggestions_elsewhere', sql`${t.articleId} <> ${t.targetArticleId}`),
    check('link_suggestions_decided', sql`(${t.status} = 'suggested') = (${t.decidedAt} is null)`),
  ],
);

export interface Score {
  name: string;
  /** 0 to 100. */
  before: number;
  after: number;
}

export const optimizations = pgTable(
  'optimizations',
  {
    ...owned(),
    articleId: uuid('article_id').notNull(),
    /** Number of the revision that was rewritten. */
    baseRevision: integer('base_revision').notNull(),
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => articleRevisions.id, { onDelete: 'cascade' }),
    scores: jsonb('scores').$type<Score[]>().notNull(),
    changes: text('changes').array().notNull(),
    state: optimizationState('state').notNull().default('proposed'),
    createdAt: instant('created_at').notNull(),
    decidedAt: instant('decided_at'),
    version: version(),
  },
  (t) => [
    foreignKey({
      name: 'optimizations_article_fk',
      columns: [t.articleId, t.siteId],
      foreignColumns: [articles.id, articles.siteId],
    }).onDelete('cascade'),
    unique('optimizations_revision').on(t.revisionId),
    index('optimizations_recent').on(t.siteId, t.createdAt, t.id),
    check('optimizations_decided', sql`(${t.state} = 'proposed') = (${t.decidedAt} is null)`),
  ],
);

/** Which results of AI work are stored already: a step's part is stored once, however often its worker died. */
export const storedResults = pgTable(
  'stored_results',
  {
    sourceStepId: uuid('source_step_id').notNull(),
    /** Several results of one step, such as the images of a batch, are counted from 0. */
    part: integer('part').notNull().default(0),
    accountId: uuid('account_id').notNull(),
    siteId: uuid('site_id').notNull(),
    kind: text('kind').notNull(),
    objectIds: uuid('object_ids').array().notNull(),
    storedAt: instant('stored_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.sourceStepId, t.part] }),
    foreignKey({
      name: 'stored_results_site_fk',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
  ],
);

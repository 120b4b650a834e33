import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { aiModels } from './models.ts';
import { sites } from './sites.ts';

export const searchIntent = pgEnum('search_intent', ['informational', 'commercial', 'transactional', 'navigational']);
export const keywordStatus = pgEnum('keyword_status', ['new', 'clustered', 'archived']);
export const contentType = pgEnum('content_type', ['article', 'guide', 'how_to', 'listicle', 'comparison', 'review', 'faq']);
export const ideaStatus = pgEnum('idea_status', ['new', 'accepted', 'sent']);
export const taskStatus = pgEnum('task_status', ['to_do', 'written']);
export const articleState = pgEnum('article_state', ['draft', 'in_review', 'approved']);
export const revisionSource = pgEnum('revision_source', ['generated', 'edited', 'images', 'links', 'optimized', 'restored']);
export const imagePlacement = pgEnum('image_placement', ['featured', 'in_article']);
export const suggestionStatus = pgEnum('suggestion_status', ['suggested', 'accepted', 'dismissed']);
export const optimizationState = pgEnum('optimization_state', ['proposed', 'accepted', 'refused']);

/** What every workspace row carries: its site and account, which the composite key keeps together. `deletedAt` is what Undo takes back. */
const owned = () => ({ id: id(), siteId: uuid('site_id').notNull(), accountId: uuid('account_id').notNull() });
const kept = () => ({
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  deletedAt: instant('deleted_at'),
  version: version(),
});

export const clusters = pgTable(
  'clusters',
  { ...owned(), name: text('name').notNull(), description: text('description').notNull().default(''), intent: searchIntent('intent'), ...kept() },
  (t) => [
    foreignKey({ name: 'clusters_site_fk', columns: [t.siteId, t.accountId], foreignColumns: [sites.id, sites.accountId] }).onDelete('cascade'),
    unique('clusters_id_site').on(t.id, t.siteId),
    index('clusters_recent').on(t.siteId, t.createdAt, t.id),
    uniqueIndex('clusters_name').on(t.siteId, sql`lower(${t.name})`).where(sql`${t.deletedAt} is null`),
    check('clusters_name_present', sql`btrim(${t.name}) <> ''`),
  ],
);

export const keywords = pgTable(
  'keywords',
  {
    ...owned(),
    clusterId: uuid('cluster_id'),
    keyword: text('keyword').notNull(),
    /** Searches a month. */
    volume: integer('volume'),
    /** 0 (easy) to 100. */
    difficulty: integer('difficulty'),
    intent: searchIntent('intent'),
    /** ISO 3166 code of two letters; empty: everywhere. */
    country: text('country').notNull().default(''),
    status: keywordStatus('status').notNull().default('new'),
    ...kept(),
  },
  (t) => [
    foreignKey({ name: 'keywords_site_fk', columns: [t.siteId, t.accountId], foreignColumns: [sites.id, sites.accountId] }).onDelete('cascade'),
    foreignKey({ name: 'keywords_cluster_fk', columns: [t.clusterId, t.siteId], foreignColumns: [clusters.id, clusters.siteId] }),
    uniqueIndex('keywords_once').on(t.siteId, sql`lower(${t.keyword})`, t.country).where(sql`${t.deletedAt} is null`),
    index('keywords_word').on(t.siteId, sql`lower(${t.keyword}) text_pattern_ops`),
    index('keywords_by_word').on(t.siteId, sql`lower(${t.keyword})`, t.id),
    index('keywords_by_volume').on(t.siteId, sql`coalesce(${t.volume}, -1)`, t.id),
    index('keywords_by_difficulty').on(t.siteId, sql`coalesce(${t.difficulty}, -1)`, t.id),
    index('keywords_recent').on(t.siteId, t.createdAt, t.id),
    index('keywords_cluster').on(t.clusterId),
    check('keywords_word_present', sql`btrim(${t.keyword}) <> '' and length(${t.keyword}) <= 200`),
    check('keywords_figures', sql`coalesce(${t.volume}, 0) >= 0 and coalesce(${t.difficulty}, 0) between 0 and 100`),
    check('keywords_country', sql`${t.country} ~ '^([A-Z]{2})?$'`),
    check(
      'keywords_status_cluster',
      sql`case ${t.status} when 'new' then ${t.clusterId} is null when 'clustered' then ${t.clusterId} is not null else true end`,
    ),
  ],
);

export const contentIdeas = pgTable(
  'content_ideas',
  {
    ...owned(),
    clusterId: uuid('cluster_id'),
    title: text('title').notNull(),
    summary: text('summary').notNull().default(''),
    /** Headings in order. */
    outline: text('outline').array().notNull(),
    targetKeywords: text('target_keywords').array().notNull(),
    contentType: contentType('content_type').notNull().default('article'),
    status: ideaStatus('status').notNull().default('new'),
    ...kept(),
  },
  (t) => [
    foreignKey({ name: 'content_ideas_site_fk', columns: [t.siteId, t.accountId], foreignColumns: [sites.id, sites.accountId] }).onDelete('cascade'),
    foreignKey({ name: 'content_ideas_cluster_fk', columns: [t.clusterId, t.siteId], foreignColumns: [clusters.id, clusters.siteId] }),
    unique('content_ideas_id_site').on(t.id, t.siteId),
    index('content_ideas_recent').on(t.siteId, t.createdAt, t.id),
    index('content_ideas_cluster').on(t.clusterId),
    check('content_ideas_title_present', sql`btrim(${t.title}) <> ''`),
  ],
);

/** What is to be written; an idea sent to the Writer, or one made by hand. */
export const tasks = pgTable(
  'tasks',
  {
    ...owned(),
    ideaId: uuid('idea_id'),
    title: text('title').notNull(),
    instructions: text('instructions').notNull().default(''),
    outline: text('outline').array().notNull(),
    targetKeywords: text('target_keywords').array().notNull(),
    contentType: contentType('content_type').notNull().default('article'),
    status: taskStatus('status').notNull().default('to_do'),
    ...kept(),
  },
  (t) => [
    foreignKey({ name: 'tasks_site_fk', columns: [t.siteId, t.accountId], foreignColumns: [sites.id, sites.accountId] }).onDelete('cascade'),
    foreignKey({ name: 'tasks_idea_fk', columns: [t.ideaId, t.siteId], foreignColumns: [contentIdeas.id, contentIdeas.siteId] }),
    unique('tasks_id_site').on(t.id, t.siteId),
    uniqueIndex('tasks_once_per_idea').on(t.ideaId).where(sql`${t.deletedAt} is null`),
    index('tasks_recent').on(t.siteId, t.createdAt, t.id),
    check('tasks_title_present', sql`btrim(${t.title}) <> ''`),
  ],
);

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
    foreignKey({ name: 'articles_site_fk', columns: [t.siteId, t.accountId], foreignColumns: [sites.id, sites.accountId] }).onDelete('cascade'),
    foreignKey({ name: 'articles_task_fk', columns: [t.taskId, t.siteId], foreignColumns: [tasks.id, tasks.siteId] }),
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
    foreignKey({ name: 'article_revisions_article_fk', columns: [t.articleId, t.siteId], foreignColumns: [articles.id, articles.siteId] }).onDelete('cascade'),
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
    foreignKey({ name: 'image_prompts_article_fk', columns: [t.articleId, t.siteId], foreignColumns: [articles.id, articles.siteId] }).onDelete('cascade'),
    uniqueIndex('image_prompts_place').on(t.articleId, t.placement, t.position).where(sql`${t.deletedAt} is null`),
    check('image_prompts_position', sql`(${t.placement} = 'featured') = (${t.position} = 0) and ${t.position} >= 0`),
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
    foreignKey({ name: 'images_article_fk', columns: [t.articleId, t.siteId], foreignColumns: [articles.id, articles.siteId] }).onDelete('cascade'),
    uniqueIndex('images_one_featured').on(t.articleId).where(sql`${t.isPlaced} and ${t.placement} = 'featured'`),
    index('images_recent').on(t.siteId, t.createdAt, t.id),
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
    foreignKey({ name: 'link_suggestions_article_fk', columns: [t.articleId, t.siteId], foreignColumns: [articles.id, articles.siteId] }).onDelete('cascade'),
    foreignKey({ name: 'link_suggestions_target_fk', columns: [t.targetArticleId, t.siteId], foreignColumns: [articles.id, articles.siteId] }).onDelete(
      'cascade',
    ),
    uniqueIndex('link_suggestions_once').on(t.articleId, t.targetArticleId).where(sql`${t.status} = 'suggested'`),
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
    foreignKey({ name: 'optimizations_article_fk', columns: [t.articleId, t.siteId], foreignColumns: [articles.id, articles.siteId] }).onDelete('cascade'),
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
    foreignKey({ name: 'stored_results_site_fk', columns: [t.siteId, t.accountId], foreignColumns: [sites.id, sites.accountId] }).onDelete('cascade'),
  ],
);

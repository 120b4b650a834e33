import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { kept, owned } from './columns.ts';
import { sites } from './sites.ts';

export const searchIntent = pgEnum('search_intent', [
  'informational',
  'commercial',
  'transactional',
  'navigational',
]);
export const keywordStatus = pgEnum('keyword_status', ['new', 'clustered', 'archived']);
export const contentType = pgEnum('content_type', [
  'article',
  'guide',
  'how_to',
  'listicle',
  'comparison',
  'review',
  'faq',
]);
export const ideaStatus = pgEnum('idea_status', ['new', 'accepted', 'sent']);
export const taskStatus = pgEnum('task_status', ['to_do', 'written']);
export const articleState = pgEnum('article_state', ['draft', 'in_review', 'approved']);
export const revisionSource = pgEnum('revision_source', [
  'generated',
  'edited',
  'images',
  'links',
  'optimized',
  'restored',
]);
export const imagePlacement = pgEnum('image_placement', ['featured', 'in_article']);
export const suggestionStatus = pgEnum('suggestion_status', ['suggested', 'accepted', 'dismissed']);
export const optimizationState = pgEnum('optimization_state', ['proposed', 'accepted', 'refused']);

export const clusters = pgTable(
  'clusters',
  {
    ...owned(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    intent: searchIntent('intent'),
    ...kept(),
  },
  (t) => [
    foreignKey({
      name: 'clusters_site_fk',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
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
    foreignKey({
      name: 'keywords_site_fk',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'keywords_cluster_fk',
      columns: [t.clusterId, t.siteId],
      foreignColumns: [clusters.id, clusters.siteId],
    }),
    uniqueIndex('keywords_once')
      .on(t.siteId, sql`lower(${t.keyword})`, t.country)
      .where(sql`${t.deletedAt} is null`),
    index('keywords_word').on(t.siteId, sql`lower(${t.keyword}) text_pattern_ops`),
    index('keywords_by_word').on(t.siteId, sql`lower(${t.keyword})`, t.id),
    index('keywords_by_volume').on(t.siteId, sql`coalesce(${t.volume}, -1)`, t.id),
    index('keywords_by_difficulty').on(t.siteId, sql`coalesce(${t.difficulty}, -1)`, t.id),
    index('keywords_recent').on(t.siteId, t.createdAt, t.id),
    index('keywords_cluster').on(t.clusterId),
    check('keywords_word_present', sql`btrim(${t.keyword}) <> '' and length(${t.keyword}) <= 200`),
    check(
      'keywords_figures',
      sql`coalesce(${t.volume}, 0) >= 0 and coalesce(${t.difficulty}, 0) between 0 and 100`,
    ),
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
    foreignKey({
      name: 'content_ideas_site_fk',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'content_ideas_cluster_fk',
      columns: [t.clusterId, t.siteId],
      foreignColumns: [clusters.id, clusters.siteId],
    }),
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
    foreignKey({
      name: 'tasks_site_fk',
      columns: [t.siteId, t.accountId],
      foreignColumns: [sites.id, sites.accountId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'tasks_idea_fk',
      columns: [t.ideaId, t.siteId],
      foreignColumns: [contentIdeas.id, contentIdeas.siteId],
    }),
    unique('tasks_id_site').on(t.id, t.siteId),
    uniqueIndex('tasks_once_per_idea').on(t.ideaId).where(sql`${t.deletedAt} is null`),
    index('tasks_recent').on(t.siteId, t.createdAt, t.id),
    check('tasks_title_present', sql`btrim(${t.title}) <> ''`),
  ],
);

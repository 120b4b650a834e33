import {
  articleState,
  contentType,
  ideaStatus,
  imagePlacement,
  keywordStatus,
  optimizationState,
  revisionSource,
  searchIntent,
  suggestionStatus,
  taskStatus,
} from '../../db/schema/index.ts';

export const INTENTS = searchIntent.enumValues;
export type Intent = (typeof INTENTS)[number];
export const KEYWORD_STATUSES = keywordStatus.enumValues;
export const CONTENT_TYPES = contentType.enumValues;
export type ContentType = (typeof CONTENT_TYPES)[number];
export const IDEA_STATUSES = ideaStatus.enumValues;
export const TASK_STATUSES = taskStatus.enumValues;
export const ARTICLE_STATES = articleState.enumValues;
export const REVISION_SOURCES = revisionSource.enumValues;
export type RevisionSource = (typeof REVISION_SOURCES)[number];
export const PLACEMENTS = imagePlacement.enumValues;
export type Placement = (typeof PLACEMENTS)[number];
export const SUGGESTION_STATUSES = suggestionStatus.enumValues;
export const OPTIMIZATION_STATES = optimizationState.enumValues;

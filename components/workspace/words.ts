import type { Idea, Keyword } from '#client/content/planner.ts';
import type { Article, RevisionRow } from '#client/content/writer.ts';

const choices = <Value extends string>(labels: Record<Value, string>) =>
  (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }));

export const INTENT_LABELS: Record<NonNullable<Keyword['intent']>, string> = {
  informational: 'Informational',
  commercial: 'Commercial',
  transactional: 'Transactional',
  navigational: 'Navigational',
};
export const INTENT_CHOICES = choices(INTENT_LABELS);

export const KEYWORD_STATUS_LABELS: Record<Keyword['status'], string> = {
  new: 'Not clustered',
  clustered: 'Clustered',
  archived: 'Archived',
};
export const KEYWORD_STATUS_CHOICES = choices(KEYWORD_STATUS_LABELS);

const CONTENT_TYPE_LABELS: Record<Idea['contentType'], string> = {
  article: 'Article',
  guide: 'Guide',
  how_to: 'How-to',
  listicle: 'List',
  comparison: 'Comparison',
  review: 'Review',
  faq: 'Questions and answers',
};
export const contentTypeLabel = (type: Idea['contentType']) => CONTENT_TYPE_LABELS[type];
export const CONTENT_TYPE_CHOICES = choices(CONTENT_TYPE_LABELS);

export const IDEA_STATUS_LABELS: Record<Idea['status'], string> = {
  new: 'New',
  accepted: 'Accepted',
  sent: 'With the Writer',
};
export const IDEA_STATUS_CHOICES = choices(IDEA_STATUS_LABELS);

export const STATE_LABELS: Record<Article['state'], string> = {
  draft: 'Draft',
  in_review: 'In review',
  approved: 'Approved',
};
export const STATE_CHOICES = choices(STATE_LABELS);

export const SOURCE_LABELS: Record<RevisionRow['source'], string> = {
  generated: 'Written by AI',
  edited: 'Edited',
  images: 'Images placed',
  links: 'Links inserted',
  optimized: 'Optimized',
  restored: 'Gone back',
};

/** "1 keyword", "3 keywords". */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

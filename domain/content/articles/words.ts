import { countWords } from '../html.ts';
import { sanitizeHtml } from '../sanitize.ts';

/** What an article says: the part of it that each revision keeps. */
export interface Words {
  title: string;
  bodyHtml: string;
  metaTitle: string;
  metaDescription: string;
  tags: readonly string[];
}

/** The words as they are stored: HTML made safe, words counted, blanks trimmed, tags once each. */
export function storable(words: Words, siteId: string) {
  const bodyHtml = sanitizeHtml(words.bodyHtml, siteId);
  const title = words.title.replace(/\s+/g, ' ').trim().slice(0, 300) || 'Untitled article';
  return {
    title,
    bodyHtml,
    metaTitle: words.metaTitle.trim().slice(0, 200),
    metaDescription: words.metaDescription.trim().slice(0, 500),
    tags: [...new Set(words.tags.map((tag) => tag.trim()).filter(Boolean))].slice(0, 50),
    wordCount: countWords(bodyHtml),
  };
}

/** The address part of a title: letters and digits of any script, in lower case, joined by hyphens. */
export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || 'article';

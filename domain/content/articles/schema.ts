import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { articleRevisions, articles } from '../../../db/schema/index.ts';
import { ARTICLE_STATES } from '../types.ts';

export const ArticleView = createSelectSchema(articles)
  .omit({ accountId: true, deletedAt: true })
  .extend({ tags: z.array(z.string()), targetKeywords: z.array(z.string()) })
  .meta({ id: 'Article' });
export type ArticleView = z.infer<typeof ArticleView>;

export const ArticleRow = ArticleView.omit({ bodyHtml: true, targetKeywords: true })
  .extend({ promptCount: z.int(), imageCount: z.int(), featuredImageId: z.uuid().nullable() })
  .meta({ id: 'ArticleRow' });
export type ArticleRow = z.infer<typeof ArticleRow>;

export const RevisionView = createSelectSchema(articleRevisions)
  .omit({ accountId: true })
  .extend({ tags: z.array(z.string()) })
  .meta({ id: 'ArticleRevision' });
export type RevisionView = z.infer<typeof RevisionView>;
export const RevisionRow = RevisionView.omit({ bodyHtml: true }).meta({ id: 'ArticleRevisionRow' });
export type RevisionRow = z.infer<typeof RevisionRow>;

const words = {
  title: z.string().trim().min(1, 'An article needs a title.').max(300),
  bodyHtml: z.string().max(500_000),
  metaTitle: z.string().max(200),
  metaDescription: z.string().max(500),
  tags: z.array(z.string().trim().min(1).max(60)).max(50),
};
export const NewArticle = z.strictObject({ title: words.title });
export const UpdateArticle = z
  .strictObject({
    ...words,
    state: z.enum(ARTICLE_STATES),
    slug: z
      .string()
      .regex(/^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u, 'Letters and digits, joined by hyphens.')
      .max(100),
  })
  .partial();
export type UpdateArticle = z.infer<typeof UpdateArticle>;

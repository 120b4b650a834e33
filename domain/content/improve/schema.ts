import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { linkSuggestions, optimizations } from '../../../db/schema/index.ts';
import { RevisionView } from '../articles/schema.ts';

export const LinkView = createSelectSchema(linkSuggestions)
  .omit({ accountId: true })
  .extend({
    articleTitle: z.string(),
    targetTitle: z.string(),
    targetUrl: z.string(),
    before: z.string(),
    after: z.string(),
    insertable: z.boolean(),
  })
  .meta({ id: 'LinkSuggestion' });
export type LinkView = z.infer<typeof LinkView>;

/** Which suggestions could be inserted, and which not because the article's words have changed. */
export const LinksAnswer = z.object({ accepted: z.array(z.uuid()), notInserted: z.array(z.uuid()) });
export type LinksAnswer = z.infer<typeof LinksAnswer>;

const scores = z.array(z.object({ name: z.string(), before: z.number(), after: z.number() }));
export const OptimizationRow = createSelectSchema(optimizations)
  .omit({ accountId: true })
  .extend({ scores, changes: z.array(z.string()), articleTitle: z.string(), currentRevision: z.int() })
  .meta({ id: 'OptimizationRow' });
export type OptimizationRow = z.infer<typeof OptimizationRow>;

export const OptimizationView = OptimizationRow.extend({ proposal: RevisionView }).meta({
  id: 'Optimization',
});
export type OptimizationView = z.infer<typeof OptimizationView>;

import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { contentIdeas, tasks } from '../../../db/schema/index.ts';
import { CONTENT_TYPES } from '../types.ts';

const lists = { outline: z.array(z.string()), targetKeywords: z.array(z.string()) };
export const IdeaView = createSelectSchema(contentIdeas)
  .omit({ accountId: true, deletedAt: true })
  .extend({ ...lists, clusterName: z.string().nullable() })
  .meta({ id: 'ContentIdea' });
export type IdeaView = z.infer<typeof IdeaView>;
export const TaskView = createSelectSchema(tasks)
  .omit({ accountId: true, deletedAt: true })
  .extend({ ...lists, articleId: z.uuid().nullable() })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof TaskView>;

const line = z.string().trim().min(1).max(300);
const plan = {
  title: z.string().trim().min(1, 'A title is needed.').max(300),
  outline: z.array(line).max(40),
  targetKeywords: z.array(line).max(50),
  contentType: z.enum(CONTENT_TYPES),
};
const byHand = {
  ...plan,
  outline: plan.outline.default([]),
  targetKeywords: plan.targetKeywords.default([]),
  contentType: plan.contentType.default('article'),
};

export const NewIdea = z.strictObject({
  ...byHand,
  summary: z.string().max(4_000).default(''),
  clusterId: z.uuid().nullable().default(null),
});
export type NewIdea = z.infer<typeof NewIdea>;
/** An idea that is sent to the Writer stays so; its task is what is edited from then on. */
export const UpdateIdea = z
  .strictObject({ ...plan, summary: z.string().max(4_000), status: z.enum(['new', 'accepted']) })
  .partial();
export type UpdateIdea = z.infer<typeof UpdateIdea>;

export const NewTask = z.strictObject({ ...byHand, instructions: z.string().max(4_000).default('') });
export type NewTask = z.infer<typeof NewTask>;
export const UpdateTask = z.strictObject({ ...plan, instructions: z.string().max(4_000) }).partial();
export type UpdateTask = z.infer<typeof UpdateTask>;

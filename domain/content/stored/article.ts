import { and, eq, isNull, sql } from 'drizzle-orm';
import { articles, contentIdeas, tasks } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { createArticle, lockArticle, revise } from '../articles/revise.ts';
import type { Words } from '../articles/words.ts';
import { taskOfIdea } from '../ideas/send.ts';
import type { Workspace } from '../workspace.ts';
import { once, type StepOrigin, type Stored } from './once.ts';

/** What an article is written from. */
export type WrittenFrom = { taskId: string } | { ideaId: string };

/** Stores a written article, its HTML made safe. Written again for the same task, it is the next revision of the article that is there. */
export const storeArticle = (
  ctx: Context,
  input: StepOrigin & { from: WrittenFrom; article: Words },
): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'articles', async (workspace) => {
      const words = input.article;
      const taskId =
        'taskId' in input.from
          ? await livingTask(tx, workspace, input.from.taskId)
          : await taskOf(tx, workspace, input.from.ideaId);
      const [earlier] = await tx.db
        .select({ id: articles.id })
        .from(articles)
        .where(and(eq(articles.taskId, taskId), isNull(articles.deletedAt)));
      const article = earlier
        ? await revise(tx, await lockArticle(tx, workspace, earlier.id), words, 'generated')
        : await createArticle(tx, workspace, words, { taskId, source: 'generated' });
      await tx.db
        .update(tasks)
        .set({ status: 'written', updatedAt: tx.clock.now(), version: sql`${tasks.version} + 1` })
        .where(eq(tasks.id, taskId));
      return [article.id];
    }),
  );

/** The task, locked, so that two results for it make one article. */
async function livingTask(ctx: Context, { siteId }: Workspace, taskId: string): Promise<string> {
  const [task] = await ctx.db
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.id, taskId), eq(tasks.siteId, siteId)))
    .for('update');
  if (!task) throw notFound('task');
  // What was paid for is kept, even where the task was removed while it was being written.
  await ctx.db.update(tasks).set({ deletedAt: null }).where(eq(tasks.id, taskId));
  return taskId;
}

async function taskOf(ctx: Context, workspace: Workspace, ideaId: string): Promise<string> {
  const [idea] = await ctx.db
    .select()
    .from(contentIdeas)
    .where(and(eq(contentIdeas.id, ideaId), eq(contentIdeas.siteId, workspace.siteId)))
    .for('update');
  if (!idea) throw notFound('idea');
  return (await taskOfIdea(ctx, workspace, idea)).id;
}

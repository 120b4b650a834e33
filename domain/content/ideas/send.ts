import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { contentIdeas, tasks } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { anyOf, removeRows, restoreRows, type Some } from '../rows.ts';
import { madeNow, ownedBy, type Workspace, workspaceOf } from '../workspace.ts';

type IdeaRow = typeof contentIdeas.$inferSelect;
export type TaskRow = typeof tasks.$inferSelect;

/** The task of a locked idea; made where it has none. */
export async function taskOfIdea(ctx: Context, workspace: Workspace, idea: IdeaRow): Promise<TaskRow> {
  const [earlier] = await ctx.db
    .select()
    .from(tasks)
    .where(and(eq(tasks.ideaId, idea.id), isNull(tasks.deletedAt)));
  if (earlier) return earlier;
  const { title, outline, targetKeywords, contentType, summary } = idea;
  const [task] = await ctx.db
    .insert(tasks)
    .values({
      ...ownedBy(workspace),
      ideaId: idea.id,
      title,
      outline,
      targetKeywords,
      contentType,
      instructions: summary,
      ...madeNow(ctx),
    })
    .returning();
  await ctx.db
    .update(contentIdeas)
    .set({ status: 'sent', updatedAt: ctx.clock.now(), version: sql`${contentIdeas.version} + 1` })
    .where(eq(contentIdeas.id, idea.id));
  return task!;
}

/** Sends ideas to the Writer: each becomes a task, once. Throws 404 when one is not the site's. Costs nothing. */
export const sendIdeas = (
  ctx: Context,
  input: { siteId: string; ids: readonly string[] },
): Promise<TaskRow[]> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const wanted = [...new Set(input.ids)];
    const ideas = await tx.db
      .select()
      .from(contentIdeas)
      .where(
        and(
          eq(contentIdeas.siteId, input.siteId),
          inArray(contentIdeas.id, wanted),
          isNull(contentIdeas.deletedAt),
        ),
      )
      .orderBy(contentIdeas.id)
      .for('update');
    if (ideas.length < wanted.length) throw notFound('idea');
    const sent: TaskRow[] = [];
    for (const idea of ideas) sent.push(await taskOfIdea(tx, workspace, idea));
    await recordAudit(tx, {
      action: 'ideas.sent_to_writer',
      object: { type: 'site', id: input.siteId, label: workspace.domain },
      accountId: workspace.accountId,
      after: { ideas: ideas.length },
    });
    return sent;
  });

/** Removes tasks; their ideas are accepted ones again. */
export const removeTasks = (ctx: Context, some: Some): Promise<{ ids: string[] }> =>
  withIdeas(ctx, some, removeRows, 'accepted');

/** Takes removed tasks back, their ideas with the Writer again. */
export const restoreTasks = (ctx: Context, some: Some): Promise<{ ids: string[] }> =>
  withIdeas(ctx, some, restoreRows, 'sent');

const withIdeas = (
  ctx: Context,
  some: Some,
  change: typeof removeRows,
  status: 'accepted' | 'sent',
): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    const changed = await change(tx, 'task', some);
    const ideas = tx.db
      .select({ id: tasks.ideaId })
      .from(tasks)
      .where(sql`${tasks.id} = ${anyOf(changed.ids)}`);
    await tx.db
      .update(contentIdeas)
      .set({ status, updatedAt: tx.clock.now(), version: sql`${contentIdeas.version} + 1` })
      .where(inArray(contentIdeas.id, ideas));
    return changed;
  });

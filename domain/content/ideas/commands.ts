import { contentIdeas, tasks } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { DomainError } from '../../errors.ts';
import { getCluster } from '../clusters/queries.ts';
import { lockVersion, saveVersion, type Versioned } from '../rows.ts';
import { madeNow, ownedBy, workspaceOf } from '../workspace.ts';
import { getIdea, getTask } from './queries.ts';
import type { IdeaView, NewIdea, NewTask, TaskView, UpdateIdea, UpdateTask } from './schema.ts';

/** Makes an idea by hand. */
export const createIdea = (
  ctx: Context,
  { siteId, ...idea }: NewIdea & { siteId: string },
): Promise<IdeaView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    if (idea.clusterId) await getCluster(tx, siteId, idea.clusterId);
    const [made] = await tx.db
      .insert(contentIdeas)
      .values({ ...ownedBy(workspace), ...idea, ...madeNow(tx) })
      .returning();
    await recordAudit(tx, {
      action: 'idea.created',
      object: { type: 'idea', id: made!.id, label: idea.title },
      accountId: workspace.accountId,
    });
    return getIdea(tx, siteId, made!.id);
  });

/** Edits or accepts an idea. Throws 404, 403, 412, and 422 for taking back one that is with the Writer. */
export const updateIdea = (ctx: Context, input: Versioned & { change: UpdateIdea }): Promise<IdeaView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const before = await lockVersion(tx, 'idea', input);
    if (before.status === 'sent' && input.change.status)
      throw new DomainError('invalid_state', 'This idea is with the Writer; remove its task there first.');
    await saveVersion(tx, 'idea', before, input.change);
    await recordAudit(tx, {
      action: 'idea.changed',
      object: { type: 'idea', id: before.id, label: before.title },
      accountId: workspace.accountId,
      before: { title: before.title, status: before.status },
      after: input.change,
    });
    return getIdea(tx, input.siteId, before.id);
  });

/** Makes a task by hand. */
export const createTask = (
  ctx: Context,
  { siteId, ...task }: NewTask & { siteId: string },
): Promise<TaskView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const [made] = await tx.db
      .insert(tasks)
      .values({ ...ownedBy(workspace), ...task, ...madeNow(tx) })
      .returning();
    await recordAudit(tx, {
      action: 'task.created',
      object: { type: 'task', id: made!.id, label: task.title },
      accountId: workspace.accountId,
    });
    return getTask(tx, siteId, made!.id);
  });

/** Edits a task. Throws 404, 403, 412. */
export const updateTask = (ctx: Context, input: Versioned & { change: UpdateTask }): Promise<TaskView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const before = await lockVersion(tx, 'task', input);
    await saveVersion(tx, 'task', before, input.change);
    await recordAudit(tx, {
      action: 'task.changed',
      object: { type: 'task', id: before.id, label: before.title },
      accountId: workspace.accountId,
      before: { title: before.title },
      after: input.change,
    });
    return getTask(tx, input.siteId, before.id);
  });

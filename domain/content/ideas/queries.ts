import { and, eq, isNull, sql } from 'drizzle-orm';
import { articles, clusters, contentIdeas, tasks } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import type { Page } from '../../paging.ts';
import { anywhere, keyset, type ListRequest, shown } from '../rows.ts';
import type { ContentType } from '../types.ts';
import { workspaceOf } from '../workspace.ts';
import type { IdeaView, TaskView } from './schema.ts';

interface PlanFilters {
  q?: string | undefined;
  contentType?: ContentType | undefined;
}

const sorts = (table: typeof contentIdeas | typeof tasks) => ({
  created_at: {
    by: table.createdAt,
    type: 'timestamptz' as const,
    value: (row: { createdAt: Date }) => row.createdAt.toISOString(),
  },
  title: {
    by: sql`lower(${table.title})`,
    type: 'text' as const,
    value: (row: { title: string }) => row.title.toLowerCase(),
  },
});
const SORTS = { ideas: sorts(contentIdeas), tasks: sorts(tasks) };

const chosen = (table: typeof contentIdeas | typeof tasks, siteId: string, { q, contentType }: PlanFilters) =>
  and(
    eq(table.siteId, siteId),
    isNull(table.deletedAt),
    q ? sql`lower(${table.title}) like ${anywhere(q)}` : undefined,
    contentType ? eq(table.contentType, contentType) : undefined,
  );

const ideaView = { ...shown(contentIdeas), clusterName: clusters.name };
const taskView = { ...shown(tasks), articleId: articles.id };
const articleOfTask = and(eq(articles.taskId, tasks.id), isNull(articles.deletedAt));

/** A page of the site's content ideas. */
export const listIdeas = (
  ctx: Context,
  siteId: string,
  request: ListRequest &
    PlanFilters & { status?: IdeaView['status'] | undefined; clusterId?: string | undefined },
): Promise<Page<IdeaView>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const { after, order, most, page } = keyset<IdeaView>(SORTS.ideas, request, contentIdeas.id);
    const { status, clusterId } = request;
    const rows = await tx.db
      .select(ideaView)
      .from(contentIdeas)
      .leftJoin(clusters, eq(clusters.id, contentIdeas.clusterId))
      .where(
        and(
          chosen(contentIdeas, siteId, request),
          status ? eq(contentIdeas.status, status) : undefined,
          clusterId ? eq(contentIdeas.clusterId, clusterId) : undefined,
          after,
        ),
      )
      .orderBy(...order)
      .limit(most);
    return page(rows);
  });

/** A page of the site's tasks; each written one with its article. */
export const listTasks = (
  ctx: Context,
  siteId: string,
  request: ListRequest & PlanFilters & { status?: TaskView['status'] | undefined },
): Promise<Page<TaskView>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const { after, order, most, page } = keyset<TaskView>(SORTS.tasks, request, tasks.id);
    const rows = await tx.db
      .select(taskView)
      .from(tasks)
      .leftJoin(articles, articleOfTask)
      .where(
        and(
          chosen(tasks, siteId, request),
          request.status ? eq(tasks.status, request.status) : undefined,
          after,
        ),
      )
      .orderBy(...order)
      .limit(most);
    return page(rows);
  });

/** One idea of the site. Throws 404. */
export const getIdea = (ctx: Context, siteId: string, id: string): Promise<IdeaView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select(ideaView)
      .from(contentIdeas)
      .leftJoin(clusters, eq(clusters.id, contentIdeas.clusterId))
      .where(and(chosen(contentIdeas, siteId, {}), eq(contentIdeas.id, id)));
    if (!row) throw notFound('idea');
    return row;
  });

/** One task of the site. Throws 404. */
export const getTask = (ctx: Context, siteId: string, id: string): Promise<TaskView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select(taskView)
      .from(tasks)
      .leftJoin(articles, articleOfTask)
      .where(and(chosen(tasks, siteId, {}), eq(tasks.id, id)));
    if (!row) throw notFound('task');
    return row;
  });

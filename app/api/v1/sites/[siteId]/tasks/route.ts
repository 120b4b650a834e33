import { z } from 'zod';
import {
  CONTENT_TYPES,
  createTask,
  listTasks,
  NewTask,
  TASK_STATUSES,
  TaskView,
} from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listTasks',
    summary: 'Writing tasks of a site',
    tag: 'Writer',
    access: 'signed_in',
    params,
    query: listQuery({
      sort: ['created_at', 'title'],
      filters: {
        q: z.string().max(200).optional(),
        status: z.enum(TASK_STATUSES).optional(),
        contentType: z.enum(CONTENT_TYPES).optional(),
      },
    }),
    answer: listOf(TaskView),
  },
  (ctx, { params, query }) => listTasks(ctx, params.siteId, query),
);

export const POST = route(
  {
    operation: 'createTask',
    summary: 'Make a task by hand',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: NewTask,
    answer: TaskView,
    status: 201,
    idempotent: true,
  },
  (ctx, { params, body }) => createTask(ctx, { siteId: params.siteId, ...body }),
);

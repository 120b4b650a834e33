import { z } from 'zod';
import { getTask, removeVersion, TaskView, UpdateTask, updateTask } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), taskId: z.uuid() });

export const GET = route(
  { operation: 'getTask', summary: 'One task', tag: 'Writer', access: 'signed_in', params, answer: TaskView },
  (ctx, { params }) => getTask(ctx, params.siteId, params.taskId),
);

export const PATCH = route(
  {
    operation: 'updateTask',
    summary: 'Change a task',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: UpdateTask,
    answer: TaskView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateTask(ctx, { siteId: params.siteId, id: params.taskId, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeTask',
    summary: 'Remove a task',
    tag: 'Writer',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeVersion(ctx, 'task', { siteId: params.siteId, id: params.taskId, expectedVersion });
  },
);

import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../answers/input.ts';
import { checkInference, checkTask, type TaskError } from './checks.ts';
import { RUNWARE_MODELS } from './models.ts';
import { type Done, infer, type Scene } from './pictures.ts';

/** Does one task of a request, whatever its type. */
export async function perform(task: JsonObject, scene: Scene): Promise<Done> {
  const { store } = scene;
  const refusal = checkTask(task);
  const fail = (error: TaskError): Done => ({ request: task, data: [], errors: [error] });
  if (refusal) return fail(refusal);
  const { taskType, taskUUID } = task as { taskType: string; taskUUID: string };
  switch (taskType) {
    case 'imageInference': {
      const wrong = checkInference(task);
      return wrong ? fail(wrong) : infer(task, scene);
    }
    case 'getTaskDetails':
    case 'getResponse': {
      const done = store.tasks.get(taskUUID);
      if (!done)
        return fail({
          code: 'taskNotFound',
          message: `No task was found for the taskUUID '${taskUUID}'.`,
          parameter: 'taskUUID',
          taskType,
          taskUUID,
        });
      if (taskType === 'getResponse')
        return {
          request: task,
          data: done.data.map((item) => ({ ...item, status: 'success' })),
          errors: done.errors,
        };
      return {
        request: task,
        data: [
          {
            taskType,
            taskUUID,
            request: done.request,
            response: { data: done.data, errors: done.errors.map((error) => ({ ...error })) },
          },
        ],
        errors: [],
      };
    }
    case 'modelSearch': {
      const wanted = String(task.search ?? '').toLowerCase();
      const found = RUNWARE_MODELS.filter((model) =>
        `${model.air} ${model.name}`.toLowerCase().includes(wanted),
      );
      const start = Number(task.offset ?? 0);
      const results = found
        .slice(start, start + Number(task.limit ?? 20))
        .map(({ air, name, architecture }) => ({
          air,
          name,
          architecture,
          category: 'checkpoint',
          type: 'base',
          version: '1',
          tags: [],
        }));
      return {
        request: task,
        data: [{ taskType, taskUUID, results, totalResults: found.length }],
        errors: [],
      };
    }
    case 'authentication':
      return {
        request: task,
        data: [{ taskType, taskUUID, connectionSessionUUID: randomUUID() }],
        errors: [],
      };
    default:
      return fail({
        code: 'invalidTaskType',
        message: `Unsupported taskType '${taskType}'.`,
        parameter: 'taskType',
        taskType,
        taskUUID,
      });
  }
}

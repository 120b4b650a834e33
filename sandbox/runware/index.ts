import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LLMock } from '@copilotkit/aimock';
import { isObject, type JsonObject } from '../answers/input.ts';
import { SANDBOX_KEYS } from '../constants.ts';
import type { Endpoint } from '../faults.ts';
import { bearer, deliver, lineFault, readJson, sendJson, type World } from '../http.ts';
import type { TaskError } from './checks.ts';
import { statusFault, WRONG_KEY } from './errors.ts';
import { download, type Store } from './pictures.ts';
import { perform } from './tasks.ts';

/** Runware's double: checks tasks as the documents say, answers in their shapes, and hands out its pictures by URL. */
export function addRunware(mock: LLMock, world: World): void {
  const store: Store = { tasks: new Map(), sketches: new Map() };
  mock.mount('/runware', {
    handleRequest: async (req, res, path) => {
      const [route = '/'] = path.split('?');
      if (req.method === 'GET' && route.startsWith('/images/'))
        await download(res, route.slice('/images/'.length), world, store);
      else if (route !== '/v1' && route !== '/v1/')
        sendJson(res, 404, { errors: [{ code: 'notFound', message: 'Not found.' }] });
      else if (req.method === 'POST') await tasks(req, res, world, store);
      else sendJson(res, 405, { errors: [{ code: 'methodNotAllowed', message: 'Use POST.' }] });
      return true;
    },
  });
}

const endpointOf = (body: JsonObject[]): Endpoint => {
  const types = body.map((task) => task.taskType);
  if (types.includes('imageInference')) return 'image';
  return types.includes('getTaskDetails') || types.includes('getResponse') ? 'reconcile' : 'models';
};

async function tasks(req: IncomingMessage, res: ServerResponse, world: World, store: Store): Promise<void> {
  if (bearer(req) !== SANDBOX_KEYS.runware) return sendJson(res, 401, { errors: [WRONG_KEY] });
  const body = await readJson(req);
  if (!Array.isArray(body) || body.length === 0 || !body.every(isObject))
    return sendJson(res, 400, {
      errors: [{ code: 'invalidRequest', message: 'The request body must be an array of task objects.' }],
    });
  const fault = world.faults.take('runware', endpointOf(body));
  if ((await lineFault(res, fault)) || statusFault(res, fault, body[0] as JsonObject)) return;
  const data: JsonObject[] = [];
  const errors: TaskError[] = [];
  for (const task of body) {
    const done = await perform(task, {
      world,
      store,
      fault,
      reference: String(req.headers['x-client-request-id'] ?? task.taskUUID),
    });
    data.push(...done.data);
    errors.push(...done.errors);
  }
  const answer = JSON.stringify({
    ...(data.length > 0 ? { data } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  });
  if (data.length === 0) return sendJson(res, 400, JSON.parse(answer));
  deliver(
    res,
    fault?.kind === 'malformed_output'
      ? JSON.stringify({ data: data.map(({ taskUUID }) => ({ taskUUID })) })
      : answer,
    fault?.kind === 'oversize' && endpointOf(body) === 'image' ? null : fault,
  );
}

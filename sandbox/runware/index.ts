import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LLMock } from '@copilotkit/aimock';
import { isObject, type JsonObject } from '../answers/input.ts';
import { SANDBOX_KEYS } from '../constants.ts';
import type { Endpoint, Fault } from '../faults.ts';
import { bearer, deliver, flood, lineFault, pause, readJson, sendJson, type World } from '../http.ts';
import { NOT_A_PICTURE, type PictureFormat, picture } from '../picture.ts';
import { checkInference, checkTask, type TaskError } from './checks.ts';
import { RUNWARE_MODELS, runwareModel } from './models.ts';

interface Done {
  request: JsonObject;
  data: JsonObject[];
  errors: TaskError[];
}
interface Sketch {
  prompt: string;
  width: number;
  height: number;
  format: PictureFormat;
  variant: number;
  broken: boolean;
}
interface Store {
  tasks: Map<string, Done>;
  sketches: Map<string, Sketch>;
}

const TYPES = { JPG: ['jpeg', 'jpg'], PNG: ['png', 'png'], WEBP: ['webp', 'webp'] } as const;

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

const remember = <T>(map: Map<string, T>, key: string, value: T) => {
  map.set(key, value);
  const oldest = map.size > 5_000 ? map.keys().next().value : undefined;
  if (oldest) map.delete(oldest);
};

const endpointOf = (body: JsonObject[]): Endpoint => {
  const types = body.map((task) => task.taskType);
  if (types.includes('imageInference')) return 'image';
  return types.includes('getTaskDetails') || types.includes('getResponse') ? 'reconcile' : 'models';
};

const WRONG_KEY: TaskError = {
  code: 'invalidApiKey',
  message: 'Invalid API key. Get one at https://my.runware.ai/signup',
  parameter: 'apiKey',
  taskType: 'authentication',
};

function statusFault(res: ServerResponse, fault: Fault | null, task: JsonObject): boolean {
  const fail = (status: number, error: TaskError, headers: Record<string, string> = {}) => {
    sendJson(
      res,
      status,
      { errors: [{ taskType: String(task.taskType), taskUUID: String(task.taskUUID), ...error }] },
      headers,
    );
    return true;
  };
  switch (fault?.kind) {
    case 'unauthorized':
      return fail(401, WRONG_KEY);
    case 'rate_limited':
      return fail(
        429,
        { code: 'tooManyRequests', message: 'Too many requests. Please slow down.' },
        { 'retry-after': String(fault.retryAfterSeconds) },
      );
    case 'insufficient_quota':
      return fail(402, {
        code: 'insufficientCredits',
        message: 'Your account balance is insufficient. Please add credits.',
      });
    case 'model_not_found':
      return fail(400, {
        code: 'invalidModel',
        message: "Invalid value for 'model' parameter. The model could not be found.",
        parameter: 'model',
      });
    case 'refused':
      return fail(400, {
        code: 'invalidProviderContent',
        message: "Invalid content detected. The provider's safety system flagged the prompt.",
        parameter: 'positivePrompt',
      });
    case 'server_error':
      return fail(500, {
        code: 'serverError',
        message: 'The server encountered an error. Please try again.',
      });
    case 'gateway_timeout':
      res
        .writeHead(504, { 'content-type': 'text/html' })
        .end('<html><body><h1>504 Gateway Time-out</h1></body></html>');
      return true;
    default:
      return false;
  }
}

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

interface Scene {
  world: World;
  store: Store;
  fault: Fault | null;
  reference: string;
}

async function perform(task: JsonObject, scene: Scene): Promise<Done> {
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

async function infer(task: JsonObject, { world, store, fault, reference }: Scene): Promise<Done> {
  const {
    taskUUID,
    model: air,
    positivePrompt: prompt,
    width,
    height,
  } = task as { taskUUID: string; model: string; positivePrompt: string; width: number; height: number };
  const model = runwareModel(air);
  const count = Number(task.numberResults ?? 1);
  const output = TYPES[(task.outputFormat as keyof typeof TYPES | undefined) ?? 'JPG'];
  const cost = Math.round((model?.cost(width * height) ?? 0) * 1_000_000) / 1_000_000;
  await pause(world.latencyMs);
  const failing = fault?.kind === 'partial' && count > 1 ? 1 : 0;
  const data: JsonObject[] = [];
  for (let n = 0; n < count - failing; n += 1) {
    const imageUUID = randomUUID();
    const sketch: Sketch = {
      prompt,
      width,
      height,
      format: output[0],
      variant: n,
      broken: fault?.kind === 'wrong_image_type',
    };
    remember(store.sketches, imageUUID, sketch);
    const inline =
      task.outputType === 'base64Data' || task.outputType === 'dataURI'
        ? (await paint(sketch)).toString('base64')
        : '';
    data.push({
      taskType: 'imageInference',
      taskUUID,
      imageUUID,
      ...(task.outputType === 'base64Data'
        ? { imageBase64Data: inline }
        : task.outputType === 'dataURI'
          ? { imageDataURI: `data:image/${output[0]};base64,${inline}` }
          : { imageURL: `${world.origin()}/runware/images/${imageUUID}.${output[1]}` }),
      ...(task.includeCost === true && fault?.kind !== 'missing_usage' ? { cost } : {}),
    });
  }
  const errors: TaskError[] =
    failing > 0
      ? [
          {
            code: 'timeoutProvider',
            message: 'The provider did not respond in time.',
            taskType: 'imageInference',
            taskUUID,
          },
        ]
      : [];
  const done: Done = { request: task, data, errors };
  world.journal.accept({
    provider: 'runware',
    endpoint: 'image',
    reference,
    model: air,
    totalTokens: 0,
    images: data.length,
    costUsd: ((cost * 1_000_000 * data.length) / 1_000_000).toFixed(6),
    at: world.clock.now().toISOString(),
  });
  remember(store.tasks, taskUUID, done);
  return done;
}

const paint = async ({ prompt, width, height, format, variant, broken }: Sketch) =>
  broken ? NOT_A_PICTURE : picture(prompt, width, height, format, variant);

async function download(res: ServerResponse, name: string, world: World, store: Store): Promise<void> {
  const sketch = store.sketches.get(name.replace(/\.\w+$/, ''));
  if (!sketch) return sendJson(res, 404, { errors: [{ code: 'notFound', message: 'This image is gone.' }] });
  const fault = world.faults.take('runware', 'download');
  if (await lineFault(res, fault)) return;
  if (fault?.kind === 'server_error') return sendJson(res, 500, {});
  res.writeHead(200, { 'content-type': `image/${sketch.format}` });
  if (fault?.kind === 'oversize') return flood(res, 256);
  res.end(fault?.kind === 'wrong_image_type' ? NOT_A_PICTURE : await paint(sketch));
}

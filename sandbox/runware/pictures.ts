import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../answers/input.ts';
import type { Fault } from '../faults.ts';
import { flood, lineFault, pause, sendJson, type World } from '../http.ts';
import { NOT_A_PICTURE, type PictureFormat, picture } from '../picture.ts';
import type { TaskError } from './checks.ts';
import { runwareModel } from './models.ts';

export interface Done {
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
export interface Store {
  tasks: Map<string, Done>;
  sketches: Map<string, Sketch>;
}

/** What one request brings to each of its tasks. */
export interface Scene {
  world: World;
  store: Store;
  fault: Fault | null;
  reference: string;
}

const TYPES = { JPG: ['jpeg', 'jpg'], PNG: ['png', 'png'], WEBP: ['webp', 'webp'] } as const;

const remember = <T>(map: Map<string, T>, key: string, value: T) => {
  map.set(key, value);
  const oldest = map.size > 5_000 ? map.keys().next().value : undefined;
  if (oldest) map.delete(oldest);
};

/** Makes the pictures of one task, and remembers the task for whoever asks for it again. */
export async function infer(task: JsonObject, { world, store, fault, reference }: Scene): Promise<Done> {
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

/** Hands out a picture by the name in its URL. */
export async function download(res: ServerResponse, name: string, world: World, store: Store): Promise<void> {
  const sketch = store.sketches.get(name.replace(/\.\w+$/, ''));
  if (!sketch) return sendJson(res, 404, { errors: [{ code: 'notFound', message: 'This image is gone.' }] });
  const fault = world.faults.take('runware', 'download');
  if (await lineFault(res, fault)) return;
  if (fault?.kind === 'server_error') return sendJson(res, 500, {});
  res.writeHead(200, { 'content-type': `image/${sketch.format}` });
  if (fault?.kind === 'oversize') return flood(res, 256);
  res.end(fault?.kind === 'wrong_image_type' ? NOT_A_PICTURE : await paint(sketch));
}

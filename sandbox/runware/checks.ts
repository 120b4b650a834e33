import type { JsonObject } from '../answers/input.ts';
import { runwareModel } from './models.ts';

export interface TaskError {
  code: string;
  message: string;
  parameter?: string;
  taskType?: string;
  taskUUID?: string;
  documentation?: string;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const AIR = /^[\w-]+:[\w-]+@[\w.-]+$/;
const OUTPUT_TYPES = ['URL', 'base64Data', 'dataURI'];
const OUTPUT_FORMATS = ['JPG', 'PNG', 'WEBP'];
const KNOWN = new Set([
  'taskType',
  'taskUUID',
  'model',
  'positivePrompt',
  'negativePrompt',
  'width',
  'height',
  'resolution',
  'numberResults',
  'outputType',
  'outputFormat',
  'outputQuality',
  'includeCost',
  'steps',
  'CFGScale',
  'seed',
  'scheduler',
  'deliveryMethod',
  'uploadEndpoint',
  'checkNSFW',
  'safety',
  'providerSettings',
  'ttl',
]);

const isInteger = (value: unknown, low: number, high: number): value is number =>
  Number.isInteger(value) && Number(value) >= low && Number(value) <= high;

/** What every task needs: a type and a UUID v4 of its own. */
export function checkTask(task: JsonObject): TaskError | null {
  const named = {
    ...(typeof task.taskType === 'string' ? { taskType: task.taskType } : {}),
    ...(typeof task.taskUUID === 'string' ? { taskUUID: task.taskUUID } : {}),
  };
  if (typeof task.taskType !== 'string')
    return {
      code: 'missingTaskType',
      message: 'Missing required parameter: taskType.',
      parameter: 'taskType',
      ...named,
    };
  if (typeof task.taskUUID !== 'string')
    return {
      code: 'missingTaskUUID',
      message: 'Missing required parameter: taskUUID.',
      parameter: 'taskUUID',
      ...named,
    };
  if (!UUID_V4.test(task.taskUUID))
    return {
      code: 'invalidTaskUUID',
      message: "Invalid value for 'taskUUID'. It must be a UUID v4.",
      parameter: 'taskUUID',
      ...named,
    };
  return null;
}

/** The documented rules of an imageInference task; null when it may run. */
export function checkInference(task: JsonObject): TaskError | null {
  const bad = (code: string, parameter: string, message: string): TaskError => ({
    code,
    message,
    parameter,
    taskType: 'imageInference',
    taskUUID: String(task.taskUUID),
    documentation: `https://runware.ai/docs/image-inference/api-reference#${parameter.toLowerCase()}`,
  });
  const unknown = Object.keys(task).find((name) => !KNOWN.has(name));
  if (unknown)
    return bad(
      'unsupportedParameter',
      unknown,
      `Unsupported use of '${unknown}' parameter. This parameter is not supported for this model architecture.`,
    );
  if (typeof task.model !== 'string' || !AIR.test(task.model))
    return bad(
      'invalidModel',
      'model',
      "Invalid value for 'model' parameter. Use an AIR identifier such as 'runware:101@1'.",
    );
  const model = runwareModel(task.model);
  if (!model)
    return bad(
      'invalidModel',
      'model',
      `Invalid value for 'model' parameter. The model '${task.model}' could not be found.`,
    );
  if (
    typeof task.positivePrompt !== 'string' ||
    task.positivePrompt.length < 2 ||
    task.positivePrompt.length > 3_000
  )
    return bad(
      'invalidPositivePrompt',
      'positivePrompt',
      "Invalid value for 'positivePrompt' parameter. It must be between 2 and 3000 characters.",
    );
  if (!isInteger(task.width, 1, 10_000))
    return bad('invalidWidth', 'width', "Invalid value for 'width' parameter.");
  if (!isInteger(task.height, 1, 10_000))
    return bad('invalidHeight', 'height', "Invalid value for 'height' parameter.");
  if (model.sizes && !model.sizes.includes(`${task.width}x${task.height}`))
    return bad(
      'unsupportedDimensions',
      'width',
      `Unsupported dimensions ${task.width}x${task.height} for ${model.air}. Supported: ${model.sizes.join(', ')}.`,
    );
  for (const side of ['width', 'height'] as const) {
    const value = Number(task[side]);
    if (!model.sizes && (value < 128 || value > 2048 || value % 64 !== 0))
      return bad(
        side === 'width' ? 'invalidWidth' : 'invalidHeight',
        side,
        `Invalid value for '${side}' parameter. It must be a multiple of 64 between 128 and 2048.`,
      );
  }
  if (task.numberResults !== undefined && !isInteger(task.numberResults, 1, 20))
    return bad(
      'invalidNumberResults',
      'numberResults',
      "Invalid value for 'numberResults' parameter. It must be an integer between 1 and 20.",
    );
  if (task.outputType !== undefined && !OUTPUT_TYPES.includes(String(task.outputType)))
    return bad(
      'invalidOutputType',
      'outputType',
      `Invalid value for 'outputType' parameter. Supported: ${OUTPUT_TYPES.join(', ')}.`,
    );
  if (task.outputFormat !== undefined && !OUTPUT_FORMATS.includes(String(task.outputFormat)))
    return bad(
      'invalidOutputFormat',
      'outputFormat',
      `Invalid value for 'outputFormat' parameter. Supported: ${OUTPUT_FORMATS.join(', ')}.`,
    );
  if (task.includeCost !== undefined && typeof task.includeCost !== 'boolean')
    return bad(
      'invalidIncludeCost',
      'includeCost',
      "Invalid value for 'includeCost' parameter. It must be a boolean.",
    );
  return null;
}

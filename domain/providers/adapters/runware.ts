import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ProviderError } from './errors.ts';
import { delivered } from './openai-images.ts';
import { answeredError, download, JSON_BYTES, lineError, parseJson, sendFor } from './transport.ts';
import type { Adapter, ImageAdapter, ImageRequest, ImageResult, ListedModel, ProviderCall } from './types.ts';

const TaskFault = z.object({
  code: z.string().default('unknown'),
  message: z.string().default(''),
  taskUUID: z.string().nullish(),
});
const Item = z.looseObject({
  taskUUID: z.string(),
  imageURL: z.string().nullish(),
  cost: z.number().min(0).nullish(),
});
const Answer = z.object({ data: z.array(Item).default([]), errors: z.array(TaskFault).default([]) });
type Answer = z.infer<typeof Answer> & { requestId: string | null };
const FORMATS = { png: 'PNG', jpeg: 'JPG', webp: 'WEBP' } as const;

/** Runware wants a UUID of version 4: one that follows from our reference, so that the task can be asked for again. */
export function taskUuid(reference: string): string {
  const bytes = createHash('sha256').update(`runware task ${reference}`).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x40, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const faultOf = (
  fault: z.infer<typeof TaskFault>,
  status: number,
  headers: Record<string, string>,
  secret: string,
) => answeredError({ status, code: fault.code, message: fault.message, headers }, secret);
/** The status that an error inside a 200 would have had: its code says it. */
const statusOf = ({ code }: z.infer<typeof TaskFault>) =>
  /timeout/i.test(code)
    ? 408
    : /server|internal|provider(?!content)/i.test(code)
      ? 500
      : /toomany|ratelimit/i.test(code)
        ? 429
        : 400;

/** Posts tasks. A refusal of the whole request throws; errors of single tasks come back beside the data. */
async function post(call: ProviderCall, tasks: object[], reference?: string): Promise<Answer> {
  const response = await sendFor(call, {
    url: call.baseUrl,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(reference ? { 'x-client-request-id': reference } : {}),
    },
    body: JSON.stringify(tasks),
    maxBytes: JSON_BYTES,
  }).catch((error: unknown) => {
    throw lineError(error, call.secret);
  });
  const requestId = response.headers['x-request-id'] ?? null;
  if (response.status !== 200) {
    const errors = Answer.safeParse(safely(() => parseJson(response))).data?.errors ?? [];
    throw faultOf(
      errors[0] ?? { code: 'unknown', message: '' },
      response.status,
      response.headers,
      call.secret,
    );
  }
  const found = Answer.safeParse(parseJson(response));
  if (!found.success)
    throw new ProviderError(
      'malformed_output',
      'The provider answered without what a task answer must have.',
      { accepted: 'unknown', status: 200, requestId },
    );
  return { ...found.data, requestId };
}

const safely = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProviderError) return {};
    throw error;
  }
};

/** Sums USD amounts in millionths, so that no cent is lost to floats. */
const totalCost = (items: Answer['data']): string | null => {
  const costs = items.flatMap(({ cost }) => (typeof cost === 'number' ? [Math.round(cost * 1_000_000)] : []));
  if (costs.length === 0) return null;
  const sum = costs.reduce((total, cost) => total + cost, 0);
  return `${Math.floor(sum / 1_000_000)}.${String(sum % 1_000_000).padStart(6, '0')}`;
};

async function resultOf(call: ProviderCall, answer: Answer, uuid: string): Promise<ImageResult> {
  const items = answer.data.filter((item) => item.taskUUID === uuid);
  const faults = answer.errors
    .filter((fault) => (fault.taskUUID ?? uuid) === uuid)
    .map((fault) => faultOf(fault, statusOf(fault), {}, call.secret));
  if (items.length === 0 && faults[0]) throw faults[0];
  const parts = delivered(
    await Promise.allSettled(
      items.map(async ({ imageURL }) => {
        if (!imageURL)
          throw new ProviderError('malformed_output', 'The provider named an image without delivering it.', {
            accepted: 'unknown',
            requestId: answer.requestId,
          });
        return download(call, imageURL);
      }),
    ),
  );
  return {
    images: parts.images,
    failures: [...faults, ...parts.failures],
    usage: null,
    providerRequestId: uuid,
    costUsd: totalCost(items),
  };
}

const inference = (request: ImageRequest, uuid: string) => ({
  taskType: 'imageInference',
  taskUUID: uuid,
  model: request.model,
  positivePrompt: request.prompt,
  width: request.width,
  height: request.height,
  numberResults: request.count,
  outputType: 'URL',
  outputFormat: FORMATS[request.format],
  includeCost: true,
});

const Details = z.object({
  response: z.union([
    Answer,
    z.array(Item).transform((data) => ({ data, errors: [] })),
    Item.transform((item) => ({ data: [item], errors: [] })),
  ]),
});

const image: ImageAdapter = {
  generate: async (call, request) => {
    const uuid = taskUuid(request.reference);
    const result = await resultOf(
      call,
      await post(call, [inference(request, uuid)], request.reference),
      uuid,
    );
    // An image that was made and could not be fetched is paid for already: the task is asked for all of them again.
    const unfetched = result.failures.find(({ accepted }) => accepted === 'unknown');
    if (unfetched) throw unfetched;
    return result;
  },
  reconcile: async (call, reference) => {
    const uuid = taskUuid(reference);
    const answer = await post(call, [{ taskType: 'getTaskDetails', taskUUID: uuid }]).catch(
      (error: unknown) => {
        if (
          error instanceof ProviderError &&
          error.kind === 'invalid_request' &&
          error.status !== null &&
          error.status < 500
        )
          return 'not_found' as const;
        throw error;
      },
    );
    if (answer === 'not_found' || answer.data.length === 0) return 'not_found';
    const details = Details.safeParse(answer.data[0]);
    if (!details.success) return 'unknown';
    const { data, errors } = details.data.response;
    if (data.length === 0) return errors.length > 0 ? 'not_found' : 'unknown';
    return resultOf(call, { data, errors, requestId: answer.requestId }, uuid);
  },
};

const Found = z.object({ results: z.array(z.object({ air: z.string() })) });

/** Runware has no list of everything, so the names that we know are searched for; without names the search is the key test. */
async function listModels(call: ProviderCall, names: readonly string[] = []): Promise<ListedModel[]> {
  const searches = (names.length > 0 ? names : ['']).map((search) => ({
    taskType: 'modelSearch',
    taskUUID: randomUUID(),
    search,
    limit: names.length > 0 ? 20 : 100,
  }));
  const { data } = await post(call, searches);
  const seen = new Set(
    data.flatMap((item) => Found.safeParse(item).data?.results ?? []).map(({ air }) => air),
  );
  return [...seen]
    .filter((air) => names.length === 0 || names.includes(air))
    .map((modelName) => ({ modelName, shutdownAt: null }));
}

/** Runware by its HTTP task API: any model by its AIR id, the cost in the answer. */
export const runware: Adapter = { slug: 'runware', image, listModels };

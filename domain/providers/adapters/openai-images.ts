import { z } from 'zod';
import { ProviderError } from './errors.ts';
import { withOpenAi } from './openai-client.ts';
import { download } from './transport.ts';
import type { ImageAdapter, ImageRequest, ImageResult, ProviderCall, ProviderImage, Usage } from './types.ts';

const Images = z.object({
  data: z.array(z.object({ b64_json: z.string().min(1).nullish(), url: z.string().nullish() })),
  usage: z
    .object({
      input_tokens: z.int().min(0),
      output_tokens: z.int().min(0),
      total_tokens: z.int().min(0),
      input_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish(),
    })
    .nullish(),
});
type Images = z.infer<typeof Images>;

const size = ({ width, height }: ImageRequest) => `${width}x${height}`;

/** GPT Image: all in one call, base64, the format of our choice, tokens reported. */
const QUALITIES = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const modern = (call: ProviderCall, request: ImageRequest) => {
  const quality = QUALITIES.find((known) => known === call.options.quality);
  return {
    model: request.model,
    prompt: request.prompt,
    n: request.count,
    size: size(request),
    output_format: request.format,
    ...(quality ? { quality } : {}),
  };
};

/** The older shape: one image a call, no choice of format, links that would expire within the hour unless base64 is asked for. */
const older = (call: ProviderCall, request: ImageRequest) => ({
  model: request.model,
  prompt: request.prompt,
  n: 1,
  size: size(request),
  quality: call.options.quality === 'hd' ? ('hd' as const) : ('standard' as const),
  response_format: 'b64_json' as const,
});

type Body = ReturnType<typeof modern> | ReturnType<typeof older>;

const post = (call: ProviderCall, body: Body, reference: string) =>
  withOpenAi(call, async (client) => {
    const { data, request_id: requestId } = await client.images
      .generate(body, { headers: { 'x-client-request-id': reference } })
      .withResponse();
    const found = Images.safeParse(data);
    if (!found.success)
      throw new ProviderError(
        'malformed_output',
        'The provider answered without what an image answer must have.',
        { accepted: 'unknown', requestId },
      );
    return { ...found.data, requestId };
  });

async function imageOf(
  call: ProviderCall,
  item: Images['data'][number],
  contentType: string,
): Promise<ProviderImage> {
  if (item.b64_json) return { bytes: Buffer.from(item.b64_json, 'base64'), contentType };
  if (item.url) return download(call, item.url);
  throw new ProviderError('malformed_output', 'The provider named an image without delivering it.', {
    accepted: 'unknown',
  });
}

const usageOf = (usage: Images['usage']): Usage | null =>
  usage
    ? {
        inputTokens: usage.input_tokens,
        cachedInputTokens: usage.input_tokens_details?.cached_tokens ?? 0,
        outputTokens: usage.output_tokens,
        reasoningTokens: 0,
        totalTokens: usage.total_tokens,
      }
    : null;

/** Splits what came from what failed; when nothing came, throws the failure that leaves most open. */
export function delivered(
  settled: PromiseSettledResult<ProviderImage>[],
): Pick<ImageResult, 'images' | 'failures'> {
  const images = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = settled.flatMap((one) => {
    if (one.status === 'fulfilled') return [];
    if (one.reason instanceof ProviderError) return [one.reason];
    throw one.reason;
  });
  const worst = failures.find(({ accepted }) => accepted === 'unknown') ?? failures[0];
  if (images.length === 0)
    throw (
      worst ??
      new ProviderError('malformed_output', 'The provider delivered no image.', { accepted: 'unknown' })
    );
  return { images, failures };
}

async function generateModern(call: ProviderCall, request: ImageRequest): Promise<ImageResult> {
  const { data, usage, requestId } = await post(call, modern(call, request), request.reference);
  const missing = Array.from(
    { length: Math.max(0, request.count - data.length) },
    () =>
      new ProviderError('refused', 'The provider delivered fewer images than asked for.', {
        accepted: 'no',
        requestId,
      }),
  );
  const parts = delivered(
    await Promise.allSettled(
      data.slice(0, request.count).map((item) => imageOf(call, item, `image/${request.format}`)),
    ),
  );
  return {
    images: parts.images,
    failures: [...parts.failures, ...missing],
    usage: usageOf(usage),
    providerRequestId: requestId,
    costUsd: null,
  };
}

async function generateOlder(call: ProviderCall, request: ImageRequest): Promise<ImageResult> {
  const ids: string[] = [];
  const settled = await Promise.allSettled(
    Array.from({ length: request.count }, async (_, n) => {
      const { data, requestId } = await post(call, older(call, request), `${request.reference}/${n + 1}`);
      ids.push(requestId ?? '');
      return imageOf(call, data[0] ?? {}, 'image/png');
    }),
  );
  return { ...delivered(settled), usage: null, providerRequestId: ids.find(Boolean) ?? null, costUsd: null };
}

export const openaiImages: ImageAdapter = {
  generate: (call, request) =>
    call.options.imageApi === 'dalle' ? generateOlder(call, request) : generateModern(call, request),
  // OpenAI keeps no image answers that could be asked for.
  reconcile: async () => 'unknown',
};

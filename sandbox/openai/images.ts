import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject } from '../answers/input.ts';
import type { Fault } from '../faults.ts';
import { deliver, pause, readJson, sendJson, type World } from '../http.ts';
import { NOT_A_PICTURE, type PictureFormat, picture } from '../picture.ts';
import { openaiError } from './errors.ts';
import { type SandboxModel, servingModel } from './models.ts';

const DALL_E_SIZES = ['1024x1024', '1792x1024', '1024x1792'];
const invalid = (message: string, param: string, code: string | null = 'invalid_value') =>
  openaiError(message, 'invalid_request_error', code, param);

/** WIDTHxHEIGHT, both divisible by 16, between 1:3 and 3:1, at most 3840x2160 (OpenAI, image generation: sizes). */
function gptImageSize(size: string): boolean {
  const [width, height] = size.split('x').map(Number);
  if (!width || !height || width % 16 !== 0 || height % 16 !== 0) return false;
  return (
    Math.max(width, height) <= 3840 &&
    width * height <= 3840 * 2160 &&
    width <= 3 * height &&
    height <= 3 * width
  );
}

function fault(model: SandboxModel, body: Record<string, unknown>): ReturnType<typeof openaiError> | null {
  const { prompt, n = 1, size = '1024x1024' } = body;
  if (typeof prompt !== 'string' || prompt === '')
    return invalid("Missing required parameter: 'prompt'.", 'prompt', 'missing_required_parameter');
  if (prompt.length > (model.kind === 'dall-e' ? 4_000 : 32_000))
    return invalid('The prompt is too long.', 'prompt', 'string_above_max_length');
  if (!Number.isInteger(n) || Number(n) < 1 || Number(n) > (model.kind === 'dall-e' ? 1 : 10))
    return invalid(`Invalid value for 'n': ${String(n)}.`, 'n');
  if (
    typeof size !== 'string' ||
    !(model.kind === 'dall-e' ? DALL_E_SIZES.includes(size) : size === 'auto' || gptImageSize(size))
  )
    return invalid(`Invalid size '${String(size)}' for ${model.id}.`, 'size');
  const qualities =
    model.kind === 'dall-e'
      ? ['standard', 'hd']
      : ['auto', 'low', 'medium', 'high', ...(model.id.startsWith('gpt-image-2.') ? ['xhigh', 'max'] : [])];
  if (body.quality !== undefined && !qualities.includes(String(body.quality)))
    return invalid(
      `Invalid value: '${String(body.quality)}'. Supported values are: ${qualities.join(', ')}.`,
      'quality',
    );
  if (model.kind === 'gpt-image' && body.response_format !== undefined)
    return invalid("Unknown parameter: 'response_format'.", 'response_format', 'unknown_parameter');
  if (model.kind === 'dall-e' && body.output_format !== undefined)
    return invalid("Unknown parameter: 'output_format'.", 'output_format', 'unknown_parameter');
  return null;
}

/** Picture tokens grow with area and quality; about as OpenAI's calculator gives them. */
function imageTokens(width: number, height: number, quality: string): number {
  const factor = { low: 0.26, medium: 1, auto: 1, standard: 1, high: 4, xhigh: 6, max: 8 }[quality] ?? 1;
  return Math.round(((width * height) / 1_048_576) * 1_056 * factor);
}

/** `POST /v1/images/generations` in both shapes: GPT Image (base64, token usage) and dall-e-3's older one. */
export async function generateImages(
  req: IncomingMessage,
  res: ServerResponse,
  world: World,
  struck: Fault | null,
): Promise<void> {
  const body = await readJson(req);
  if (!isObject(body))
    return sendJson(
      res,
      400,
      invalid('We could not parse the JSON body of your request.', 'body', 'invalid_json'),
    );
  const found = servingModel(String(body.model ?? ''), world.clock);
  if ('error' in found) return sendJson(res, 404, found.error);
  const { model } = found;
  if (model.kind === 'text')
    return sendJson(res, 400, invalid(`The model '${model.id}' does not generate images.`, 'model'));
  const refusal = fault(model, body);
  if (refusal) return sendJson(res, 400, refusal);
  const asked = typeof body.size === 'string' && body.size !== 'auto' ? body.size : '1024x1024';
  const [width, height] = asked.split('x').map(Number) as [number, number];
  const prompt = String(body.prompt);
  const format: PictureFormat =
    body.output_format === 'webp' || body.output_format === 'jpeg' ? body.output_format : 'png';
  const quality = String(body.quality ?? (model.kind === 'dall-e' ? 'standard' : 'auto'));
  const count = Number(body.n ?? 1);
  await pause(world.latencyMs);
  const pictures = await Promise.all(
    Array.from({ length: count }, async (_, n) =>
      struck?.kind === 'wrong_image_type' ? NOT_A_PICTURE : picture(prompt, width, height, format, n),
    ),
  );
  const perImage = imageTokens(width, height, quality);
  const promptTokens = Math.max(1, Math.ceil(prompt.length / 4));
  const usage = {
    input_tokens: promptTokens,
    output_tokens: perImage * count,
    total_tokens: promptTokens + perImage * count,
    input_tokens_details: { text_tokens: promptTokens, image_tokens: 0, cached_tokens: 0 },
  };
  const reference = req.headers['x-client-request-id'];
  world.journal.accept({
    provider: 'openai',
    endpoint: 'image',
    reference: typeof reference === 'string' ? reference : null,
    model: model.id,
    totalTokens: model.kind === 'dall-e' ? 0 : usage.total_tokens,
    images: count,
    costUsd: null,
    at: world.clock.now().toISOString(),
  });
  const created = Math.floor(world.clock.now().getTime() / 1000);
  const data = pictures.map((bytes) => ({
    b64_json: bytes.toString('base64'),
    ...(model.kind === 'dall-e' ? { revised_prompt: prompt } : {}),
  }));
  const answer =
    model.kind === 'dall-e'
      ? { created, data }
      : {
          created,
          background: 'opaque',
          data,
          output_format: format,
          quality,
          size: asked,
          ...(struck?.kind === 'missing_usage' ? {} : { usage }),
        };
  deliver(res, JSON.stringify(answer), struck);
}

import type { ServerResponse } from 'node:http';
import type { ChatCompletionRequest, LLMock } from '@copilotkit/aimock';
import { answer } from '../answers/index.ts';
import { isObject } from '../answers/input.ts';
import { strictFault } from '../answers/shape.ts';
import type { Fault, FaultKind } from '../faults.ts';
import { deliver, type World } from '../http.ts';
import { servingModel } from './models.ts';

type ResponseFactory = Extract<Parameters<LLMock['on']>[1], (...given: never[]) => unknown>;

interface UsageDetails {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number; audio_tokens: number };
  completion_tokens_details: {
    reasoning_tokens: number;
    audio_tokens: number;
    accepted_prediction_tokens: number;
    rejected_prediction_tokens: number;
  };
}
export interface StoredCompletion {
  id: string;
  object: 'chat.completion';
  created: number;
  model: string;
  choices: {
    index: number;
    message: { role: 'assistant'; content: string; refusal: null };
    logprobs: null;
    finish_reason: string;
  }[];
  usage: UsageDetails;
  service_tier: 'default';
  request_id?: string;
  metadata: Record<string, string>;
}

/** Completions by id: all for the moment of their delivery, those with `store` until the sandbox ends or memory is short. */
export class Completions {
  #byId = new Map<string, { completion: StoredCompletion; isStored: boolean }>();
  #next = 0;

  newId(): string {
    this.#next += 1;
    return `chatcmpl-sandbox${this.#next.toString(36).padStart(10, '0')}`;
  }
  keep(completion: StoredCompletion, isStored: boolean): void {
    this.#byId.set(completion.id, { completion, isStored });
    const oldest = this.#byId.size > 5_000 ? this.#byId.keys().next().value : undefined;
    if (oldest) this.#byId.delete(oldest);
  }
  take(id: string): StoredCompletion | undefined {
    const kept = this.#byId.get(id);
    if (kept && !kept.isStored) this.#byId.delete(id);
    return kept?.completion;
  }
  stored(id: string): StoredCompletion | undefined {
    const kept = this.#byId.get(id);
    return kept?.isStored ? kept.completion : undefined;
  }
  /** Those whose metadata has every given pair. */
  listed(metadata: Record<string, string>): StoredCompletion[] {
    const pairs = Object.entries(metadata);
    return [...this.#byId.values()]
      .filter(
        ({ completion, isStored }) =>
          isStored && pairs.every(([key, value]) => completion.metadata[key] === value),
      )
      .map(({ completion }) => completion);
  }
}

// About four characters a token, as OpenAI's help pages say of English.
const tokens = (words: string) => Math.max(1, Math.ceil(words.length / 4));
const contentOf = (request: ChatCompletionRequest, ...roles: string[]) =>
  request.messages
    .filter(({ role }) => roles.includes(role))
    .map(({ content }) =>
      typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join(''),
    )
    .join('\n');
const refuse = (message: string, code: string) => ({
  error: { message, type: 'invalid_request_error', code },
  status: 400,
});
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);

function usageOf(request: ChatCompletionRequest, content: string, reasons: boolean): UsageDetails {
  const instructions = contentOf(request, 'system', 'developer');
  const prompt = tokens(instructions) + tokens(contentOf(request, 'user'));
  // A prefix of 1,024 tokens or more is served from the cache in steps of 128 (OpenAI, prompt caching).
  const cached = prompt >= 1_024 ? Math.floor(Math.min(prompt, tokens(instructions)) / 128) * 128 : 0;
  const reasoning = reasons ? Math.max(64, Math.floor(tokens(content) / 512) * 64) : 0;
  const completion = tokens(content) + reasoning;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** Answers a chat completion as the model would: checks the request, then writes what the schema's name asks for. */
export function chatHandler(world: World, completions: Completions): ResponseFactory {
  return (request) => {
    const found = servingModel(request.model, world.clock);
    if ('error' in found) return { ...found.error, status: 404 };
    const { model } = found;
    if (model.kind !== 'text')
      return refuse(
        `This is not a chat model and thus not supported in the v1/chat/completions endpoint: ${model.id}`,
        'invalid_value',
      );
    if (model.reasoning && request.max_tokens !== undefined)
      return refuse(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        'unsupported_parameter',
      );
    if (model.reasoning && request.temperature !== undefined && request.temperature !== 1)
      return refuse(
        "Unsupported value: 'temperature' does not support this value with this model. Only the default (1) value is supported.",
        'unsupported_value',
      );
    const format = isObject(request.response_format?.json_schema)
      ? request.response_format.json_schema
      : undefined;
    const schema = isObject(format?.schema) ? format.schema : undefined;
    const name = typeof format?.name === 'string' ? format.name : '';
    if (format && schema && format.strict === true) {
      const fault = strictFault(schema, schema);
      if (fault)
        return refuse(`Invalid schema for response_format '${name}': ${fault}`, 'invalid_json_schema');
    }
    const prompt = contentOf(request, 'user');
    const fault = request._context as FaultKind | undefined;
    const whole = schema
      ? JSON.stringify(answer(name, schema, prompt))
      : `I have read ${tokens(prompt)} tokens and have no objection.`;
    const reasons = model.reasoning && numberOf(request.max_completion_tokens) !== 0;
    const most =
      (numberOf(request.max_completion_tokens) ?? numberOf(request.max_tokens) ?? Number.POSITIVE_INFINITY) -
      (reasons ? 64 : 0);
    const isCut = fault === 'truncated' || tokens(whole) > most;
    const content =
      fault === 'malformed_output'
        ? `Here you are: ${whole.slice(0, 40)}…`
        : isCut
          ? whole.slice(0, Math.min(whole.length / 2, Math.max(0, most) * 4))
          : whole;
    const usage = usageOf(request, content, reasons);
    const metadata = isObject(request.metadata) ? (request.metadata as Record<string, string>) : {};
    const completion: StoredCompletion = {
      id: completions.newId(),
      object: 'chat.completion',
      created: Math.floor(world.clock.now().getTime() / 1000),
      model: model.id,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content, refusal: null },
          logprobs: null,
          finish_reason: isCut ? 'length' : 'stop',
        },
      ],
      usage,
      service_tier: 'default',
      metadata,
    };
    completions.keep(completion, request.store === true);
    world.journal.accept({
      provider: 'openai',
      endpoint: 'text',
      reference: metadata.reference ?? null,
      model: model.id,
      totalTokens: usage.total_tokens,
      images: 0,
      costUsd: null,
      at: world.clock.now().toISOString(),
    });
    return {
      content,
      id: completion.id,
      created: completion.created,
      finishReason: isCut ? 'length' : 'stop',
      usage: { prompt_tokens: usage.prompt_tokens, completion_tokens: usage.completion_tokens },
    };
  };
}

/** Stands between aimock and the caller: completes the usage, which aimock reports without its details, and applies the fault. */
export function finishChat(res: ServerResponse, completions: Completions, fault: Fault | null): void {
  const writeHead = res.writeHead.bind(res);
  const end = res.end.bind(res);
  let status = 200;
  let headers: Record<string, string> = {};
  res.writeHead = ((code: number, given?: Record<string, string>) => {
    status = code;
    headers = given ?? {};
    return res;
  }) as ServerResponse['writeHead'];
  res.end = ((chunk?: unknown) => {
    res.writeHead = writeHead;
    res.end = end;
    const body = typeof chunk === 'string' ? chunk : '';
    const id = status === 200 ? /"id":"(chatcmpl-sandbox[^"]+)"/.exec(body)?.[1] : undefined;
    const completion = id ? completions.take(id) : undefined;
    if (!completion) return writeHead(status, headers).end(body);
    completion.request_id = String(res.getHeader('x-request-id'));
    const { metadata: _metadata, request_id: _requestId, ...shown } = completion;
    const { usage: _usage, ...bare } = shown;
    deliver(res, JSON.stringify(fault?.kind === 'missing_usage' ? bare : shown), fault);
    return res;
  }) as ServerResponse['end'];
}

import { z } from 'zod';
import { ProviderError, scrub } from './errors.ts';
import { withOpenAi } from './openai-client.ts';
import { openaiImages } from './openai-images.ts';
import type { Adapter, ProviderCall, TextAdapter, TextRequest, TextResult, Usage } from './types.ts';

const Completion = z.object({
  id: z.string(),
  model: z.string(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.int().min(0),
      completion_tokens: z.int().min(0),
      total_tokens: z.int().min(0),
      prompt_tokens_details: z.object({ cached_tokens: z.int().min(0).nullish() }).nullish(),
      completion_tokens_details: z.object({ reasoning_tokens: z.int().min(0).nullish() }).nullish(),
    })
    .nullish(),
});
type Completion = z.infer<typeof Completion>;

const usageOf = (usage: NonNullable<Completion['usage']>): Usage => ({
  inputTokens: usage.prompt_tokens,
  cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
  outputTokens: usage.completion_tokens,
  reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  totalTokens: usage.total_tokens,
});

function parsed(raw: unknown, requestId: string | null): Completion {
  const found = Completion.safeParse(raw);
  if (found.success) return found.data;
  throw new ProviderError('malformed_output', 'The provider answered without what a completion must have.', {
    accepted: 'unknown',
    requestId,
  });
}

function resultOf(completion: Completion, secret: string, requestId: string | null): TextResult | 'no_usage' {
  const [choice] = completion.choices;
  const refusal =
    choice?.message.refusal ??
    (choice?.finish_reason === 'content_filter' ? 'The answer was withheld by the content filter.' : null);
  if (refusal)
    throw new ProviderError('refused', scrub(refusal, secret), { accepted: 'no', status: 200, requestId });
  if (!completion.usage) return 'no_usage';
  const finish = choice?.finish_reason === 'length' ? 'length' : 'stop';
  return {
    text: choice?.message.content ?? '',
    finish,
    usage: usageOf(completion.usage),
    providerRequestId: requestId,
    costUsd: null,
    model: completion.model,
  };
}

const EFFORTS = ['minimal', 'low', 'medium', 'high'] as const;
const reasoningEffort = (wanted: unknown) => {
  const effort = EFFORTS.find((known) => known === wanted);
  return effort ? { reasoning_effort: effort } : {};
};

const bodyOf = (request: TextRequest, options: ProviderCall['options']) => ({
  model: request.model,
  messages: [
    { role: options.reasoning ? ('developer' as const) : ('system' as const), content: request.instructions },
    { role: 'user' as const, content: request.prompt },
  ],
  response_format: {
    type: 'json_schema' as const,
    json_schema: { name: request.schemaName, strict: true, schema: request.jsonSchema },
  },
  max_completion_tokens: request.maxOutputTokens,
  // Stored under our reference: the one way to find an answer that got lost (docs/decisions/0010-provider-calls.md).
  store: true,
  metadata: { reference: request.reference },
  ...reasoningEffort(options.reasoningEffort),
});

const text: TextAdapter = {
  generate: (call, request) =>
    withOpenAi(call, async (client) => {
      const { data, request_id: requestId } = await client.chat.completions
        .create(bodyOf(request, call.options), { headers: { 'x-client-request-id': request.reference } })
        .withResponse();
      const completion = parsed(data, requestId);
      const result = resultOf(completion, call.secret, requestId);
      if (result !== 'no_usage') return result;
      // Without usage nothing can be charged exactly; the stored copy may have it.
      const stored = resultOf(
        parsed(await client.chat.completions.retrieve(completion.id), requestId),
        call.secret,
        requestId,
      );
      if (stored === 'no_usage')
        throw new ProviderError('malformed_output', 'The provider did not report the tokens used.', {
          accepted: 'unknown',
          requestId,
        });
      return stored;
    }),
  reconcile: (call, reference, providerRequestId) =>
    withOpenAi(call, async (client) => {
      const page = await client.chat.completions.list({ metadata: { reference }, limit: 1 });
      const [found] = page.data;
      if (!found) return 'not_found';
      const result = resultOf(
        parsed(found, providerRequestId ?? null),
        call.secret,
        providerRequestId ?? found.id,
      );
      return result === 'no_usage' ? 'unknown' : result;
    }),
};

/** OpenAI by its official SDK: chat completions with structured outputs, both shapes of images, the model list. */
export const openai: Adapter = {
  slug: 'openai',
  text,
  image: openaiImages,
  listModels: (call) =>
    withOpenAi(call, async (client) => {
      const { data } = await client.models.list();
      if (!Array.isArray(data))
        throw new ProviderError('malformed_output', 'The provider answered without a list of models.', {
          accepted: 'no',
        });
      return data.map(({ id, shutdown_date: date }) => ({
        modelName: id,
        shutdownAt: date ? new Date(`${date}T00:00:00Z`) : null,
      }));
    }),
};

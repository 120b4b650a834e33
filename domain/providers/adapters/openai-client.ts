import OpenAI, { APIError } from 'openai';
import { z } from 'zod';
import { OutboundError } from '../outbound.ts';
import { ProviderError } from './errors.ts';
import { answeredError, IMAGE_BYTES, JSON_BYTES, lineError, sendFor } from './transport.ts';
import type { ProviderCall } from './types.ts';

/** Runs `work` with the official SDK on the guarded transport; whatever fails comes out as a ProviderError. */
export async function withOpenAi<T>(call: ProviderCall, work: (client: OpenAI) => Promise<T>): Promise<T> {
  const line: { failure?: OutboundError; status?: number; requestId?: string } = {};
  const client = new OpenAI({
    apiKey: call.secret,
    baseURL: call.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    // Ours ends first; the SDK's own would hide whether anything had been sent.
    timeout: call.timeoutMs + 10_000,
    logLevel: 'off',
    fetch: async (input, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      const url = String(input instanceof Request ? input.url : input);
      const request = {
        url,
        method: init?.method === 'POST' ? ('POST' as const) : ('GET' as const),
        headers,
        maxBytes: /\/images\//.test(url) ? IMAGE_BYTES : JSON_BYTES,
      };
      try {
        const response = await sendFor(call, {
          ...request,
          ...(typeof init?.body === 'string' ? { body: init.body } : {}),
        });
        line.status = response.status;
        line.requestId = response.headers['x-request-id'] ?? '';
        return new Response(new Uint8Array(response.body), {
          status: response.status,
          headers: response.headers,
        });
      } catch (error) {
        if (error instanceof OutboundError) line.failure = error;
        throw error;
      }
    },
  });
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    if (line.failure) throw lineError(line.failure, call.secret);
    if (error instanceof APIError && error.status !== undefined) throw answered(error, call.secret);
    if (error instanceof SyntaxError || error instanceof TypeError) {
      throw new ProviderError('malformed_output', 'The provider answered with something that is not JSON.', {
        accepted: 'unknown',
        status: line.status ?? null,
        requestId: line.requestId || null,
      });
    }
    throw error;
  }
}

const ErrorBody = z.object({
  message: z.string().nullish(),
  code: z.string().nullish(),
  type: z.string().nullish(),
});

function answered(error: APIError, secret: string): ProviderError {
  const body = ErrorBody.safeParse(error.error).data;
  const headers = Object.fromEntries(error.headers ?? new Headers());
  // A page of HTML from something in between says nothing to anybody.
  const message = body?.message ?? (error.message.includes('<') ? '' : error.message);
  return answeredError(
    { status: Number(error.status), code: body?.code ?? body?.type ?? null, message, headers },
    secret,
  );
}

import { OutboundError, type OutboundRequest, type OutboundResponse, outbound } from '../outbound.ts';
import { ProviderError, type ProviderErrorKind, scrub } from './errors.ts';
import type { ProviderCall } from './types.ts';

/** Bytes of a JSON answer, and of an answer or a file with a picture in it. */
export const JSON_BYTES = 8 * 1024 * 1024;
export const IMAGE_BYTES = 64 * 1024 * 1024;

/** The guarded request of a call: its time limits, and its key for the origin of its base URL alone. */
export function sendFor(
  call: ProviderCall,
  request: Pick<OutboundRequest, 'url' | 'method' | 'headers' | 'body' | 'maxBytes'>,
  signal = call.signal,
): Promise<OutboundResponse> {
  return outbound({
    ...request,
    authorization: { value: call.secret, origin: new URL(call.baseUrl).origin },
    signal,
    timeoutMs: call.timeoutMs,
    allowPrivate: call.allowPrivate,
  });
}

/** What went wrong on the line, as the engine understands it. Nothing was accepted when nothing was sent. */
export function lineError(error: unknown, secret: string): ProviderError {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof OutboundError)) throw error;
  const message = scrub(error.message, secret);
  const accepted = error.sent && error.fault !== 'redirect' ? 'unknown' : 'no';
  const kinds: Record<OutboundError['fault'], ProviderErrorKind> = {
    blocked: 'invalid_request',
    redirect: 'invalid_request',
    connect: 'connection_lost',
    lost: 'connection_lost',
    aborted: 'connection_lost',
    timeout: 'timeout',
    encoding: 'malformed_output',
    too_large: 'malformed_output',
  };
  return new ProviderError(kinds[error.fault], message, { accepted });
}

/** Milliseconds to wait as the answer says: `retry-after-ms`, or `retry-after` in seconds or as a date beside the answer's own. */
export function retryAfter(headers: Record<string, string>): number | null {
  const milliseconds = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return Math.ceil(milliseconds);
  const value = headers['retry-after'];
  if (value === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const wait = Date.parse(value) - Date.parse(headers.date ?? '');
  return Number.isFinite(wait) && wait >= 0 ? wait : null;
}

interface Answer {
  status: number;
  code: string | null;
  message: string;
  headers: Record<string, string>;
}

const REFUSED = /content_policy|moderation|content_filter|safety|invalidprovidercontent|nsfw|flagged/i;
const NO_MONEY = /insufficient|billing|balance|credits|payment/i;
const NO_MODEL = /model_not_found|invalidmodel|modelnotfound/i;

/** The kind of an error that the provider answered with, by status first and by its code where the status says too little. */
export function answeredError({ status, code, message, headers }: Answer, secret: string): ProviderError {
  const about = code ?? '';
  // A gateway that gave up may have passed the call on; the provider's own 500 or 503 means that it did not do it.
  const accepted = status === 502 || status === 504 || status >= 520 ? 'unknown' : 'no';
  const kind = ((): ProviderErrorKind => {
    if (NO_MODEL.test(about)) return 'model_not_found';
    if (status === 401) return 'unauthorized';
    if (REFUSED.test(about)) return 'refused';
    if (status === 402 || (status >= 400 && status < 500 && NO_MONEY.test(about)))
      return 'insufficient_quota';
    if (status === 403) return 'unauthorized';
    if (status === 429) return 'rate_limited';
    if (status === 408 || /timeout/i.test(about)) return 'timeout';
    return status >= 500 ? 'server_error' : 'invalid_request';
  })();
  const requestId = headers['x-request-id'] ?? null;
  return new ProviderError(kind, scrub(message, secret) || `The provider answered with status ${status}.`, {
    accepted,
    status,
    requestId,
    retryAfterMs: retryAfter(headers),
  });
}

/** The body as JSON; half a body or none at all means that the answer of a call that was done is lost. */
export function parseJson(response: OutboundResponse): unknown {
  try {
    return JSON.parse(response.body.toString('utf8')) as unknown;
  } catch {
    throw new ProviderError('malformed_output', 'The provider answered with something that is not JSON.', {
      accepted: 'unknown',
      status: response.status,
      requestId: response.headers['x-request-id'] ?? null,
    });
  }
}

/** Fetches a picture from a URL that an answer named: without the key, since anybody may have put it there. Tries twice, as nothing is paid here. */
export async function download(
  call: ProviderCall,
  url: string,
): Promise<{ bytes: Buffer; contentType: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await outbound({
      url,
      signal: call.signal,
      timeoutMs: call.timeoutMs,
      maxBytes: IMAGE_BYTES,
      allowPrivate: call.allowPrivate,
    }).catch((error: unknown) => lineError(error, call.secret));
    if (!(response instanceof ProviderError) && response.status === 200)
      return {
        bytes: response.body,
        contentType: response.headers['content-type'] ?? 'application/octet-stream',
      };
    if (attempt === 2 || call.signal.aborted) {
      const reason = response instanceof ProviderError ? response.message : `status ${response.status}`;
      throw new ProviderError('connection_lost', `The generated image could not be fetched: ${reason}`, {
        accepted: 'unknown',
      });
    }
  }
}

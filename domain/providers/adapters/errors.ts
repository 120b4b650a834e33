export const PROVIDER_ERROR_KINDS = [
  'unauthorized',
  'insufficient_quota',
  'rate_limited',
  'refused',
  'model_not_found',
  'invalid_request',
  'server_error',
  'timeout',
  'connection_lost',
  'malformed_output',
] as const;
export type ProviderErrorKind = (typeof PROVIDER_ERROR_KINDS)[number];

/**
 * How a call to a provider failed. `accepted` decides about money: 'no' means that it is known that nothing was delivered, so
 * the hold is void; 'unknown' means that the provider may have done and billed the work, so it must be asked before anything else.
 * The message is the provider's own, with secrets scrubbed, and may be shown to administrators.
 */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  readonly accepted: 'no' | 'unknown';
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  /** The provider's HTTP status, null when no answer came. */
  readonly status: number | null;

  constructor(
    kind: ProviderErrorKind,
    message: string,
    details: {
      accepted: 'no' | 'unknown';
      retryAfterMs?: number | null;
      requestId?: string | null;
      status?: number | null;
    },
  ) {
    super(message);
    this.name = 'ProviderError';
    this.kind = kind;
    this.accepted = details.accepted;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.requestId = details.requestId ?? null;
    this.status = details.status ?? null;
  }

  /** Waiting and asking again may help, and asking again cannot pay twice. */
  get isRetryable(): boolean {
    return (
      this.accepted === 'no' &&
      (this.kind === 'rate_limited' ||
        this.kind === 'server_error' ||
        this.kind === 'timeout' ||
        this.kind === 'connection_lost')
    );
  }
}

/** Providers echo keys in their messages (OpenAI's 401 does): takes out the secret, its masked echo and anything shaped like a key. */
export function scrub(message: string, secret: string): string {
  const known = secret.length >= 4 ? message.replaceAll(secret, '[secret]') : message;
  return known
    .replace(/\bBearer\s+\S+/gi, 'Bearer [secret]')
    .replace(/\b(?:sk|rk|pk|re|whsec)[-_][\w*.-]{4,}/gi, '[secret]')
    .replace(/[\w-]{2,}\*{3,}[\w-]*/g, '[secret]')
    .slice(0, 500);
}

/** Every refusal of the domain: a stable code that decides its HTTP status in one place (server/http/problem.ts). */
export const ERROR_STATUS = {
  malformed_request: 400,
  unauthenticated: 401,
  insufficient_credits: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_key_reused: 409,
  in_use: 409,
  stale_version: 412,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_field: 422,
  invalid_state: 422,
  not_configured: 422,
  version_required: 428,
  too_many_requests: 429,
  provider_error: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export interface FieldError {
  path: string;
  message: string;
}

/**
 * The one error the domain throws. `detail` is for people, may be shown to the caller, and never holds a secret.
 * `extra` becomes further members of the problem document (for example `needed` and `available` of a 402).
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly extra: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { fields?: FieldError[]; extra?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.extra = options.extra ?? {};
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

/** 404 for what is not there and for what belongs to somebody else alike. */
export const notFound = (what: string) => new DomainError('not_found', `There is no such ${what}.`);

/** 412 for what somebody changed since it was read. */
export const staleVersion = (what: string, currentVersion?: number) =>
  new DomainError(
    'stale_version',
    `Somebody changed this ${what} in the meantime. Look at the present state and try again.`,
    {
      extra: currentVersion === undefined ? {} : { currentVersion },
    },
  );

/** 422 with the path of the field at fault. */
export const invalidField = (path: string, message: string) =>
  new DomainError('invalid_field', message, { fields: [{ path, message }] });

import { z } from 'zod';

export const FAULT_KINDS = [
  'unauthorized',
  'rate_limited',
  'insufficient_quota',
  'model_not_found',
  'refused',
  'server_error',
  'gateway_timeout',
  /** The connection ends before the provider takes the call on: nothing is billed. */
  'cut_before',
  /** The call is taken on, done and billed, and the connection ends before the answer. */
  'cut_after',
  /** The answer comes after delayMs. */
  'slow',
  /** Half an HTTP body, though the work is done. */
  'malformed_json',
  /** A sound HTTP answer whose content breaks the schema. */
  'malformed_output',
  /** The content ends at the token limit. */
  'truncated',
  'missing_usage',
  /** Of several images one fails; a single one is delivered as it is. */
  'partial',
  /** Bytes that are no picture, under a picture's name. */
  'wrong_image_type',
  'oversize',
  'redirect',
  'brotli',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const FaultInput = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  provider: z.enum(['openai', 'runware', 'resend', 'stripe']).optional(),
  endpoint: z.enum(['text', 'image', 'models', 'reconcile', 'download']).optional(),
  /** How many calls it strikes; 0: all until cleared. */
  times: z.int().min(0).default(1),
  delayMs: z.int().min(0).max(300_000).default(1_000),
  retryAfterSeconds: z.int().min(0).default(1),
});
export type Fault = z.output<typeof FaultInput>;
export type FaultRequest = z.input<typeof FaultInput>;
export type Endpoint = NonNullable<Fault['endpoint']>;

/** The faults that wait to strike, in the order in which they were injected. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  inject(request: FaultRequest): void {
    const fault = FaultInput.parse(request);
    this.#waiting.push({ fault, left: fault.times === 0 ? Number.POSITIVE_INFINITY : fault.times });
  }

  clear(): void {
    this.#waiting = [];
  }

  waiting(): { fault: Fault; left: number | null }[] {
    return this.#waiting.map(({ fault, left }) => ({ fault, left: Number.isFinite(left) ? left : null }));
  }

  /** The first fault that fits the call, used up by one. */
  take(provider: NonNullable<Fault['provider']>, endpoint: Endpoint): Fault | null {
    const found = this.#waiting.find(
      ({ fault }) => (fault.provider ?? provider) === provider && (fault.endpoint ?? endpoint) === endpoint,
    );
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((entry) => entry !== found);
    return found.fault;
  }
}

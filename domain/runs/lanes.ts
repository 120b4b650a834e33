import {
  BrokenCircuitError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { ProviderError } from '../providers/index.ts';
import type { EngineSettings } from './config.ts';
import { worthRetrying } from './failures.ts';

const WAITING_CALLS = 10_000;
/** These tell of the provider's own state; the others are about the request, the key or the content. */
const TROUBLE: readonly ProviderError['kind'][] = ['server_error', 'timeout', 'connection_lost'];

/** The way to one provider: so many calls at once and a second, tries again after a pause, leaves it alone while it is broken. */
class Lane {
  readonly #guard: IPolicy;
  readonly #rate: RateLimiterQueue;

  constructor(settings: EngineSettings) {
    this.#rate = new RateLimiterQueue(
      new RateLimiterMemory({ points: settings.callsPerSecondPerProvider, duration: 1 }),
      { maxQueueSize: WAITING_CALLS },
    );
    const breaker = circuitBreaker(
      handleWhen((error) => error instanceof ProviderError && TROUBLE.includes(error.kind)),
      { breaker: new ConsecutiveBreaker(settings.breakAfter), halfOpenAfter: settings.breakForMs },
    );
    const again = retry(
      handleWhen((error) => error instanceof ProviderError && worthRetrying(error, settings.longestWaitMs)),
      {
        maxAttempts: settings.tries - 1,
        backoff: new DelegateBackoff(({ attempt, result }) =>
          pauseBefore(attempt, 'error' in result ? result.error : null, settings),
        ),
      },
    );
    this.#guard = wrap(again, breaker, bulkhead(settings.callsAtOncePerProvider, WAITING_CALLS));
  }

  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#guard.execute(async () => {
      await this.#rate.removeTokens(1);
      return work();
    }, signal);
  }
}

function pauseBefore(attempt: number, error: unknown, settings: EngineSettings): number {
  const own = settings.firstWaitMs * 2 ** (attempt - 1);
  return Math.max(error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0, own);
}

/** True for the refusal of a lane whose provider is being left alone: nothing was called. */
export const isLeftAlone = (error: unknown): boolean => error instanceof BrokenCircuitError;

/** One lane a provider, so that the trouble of one holds up no other. */
export class Lanes {
  readonly #settings: EngineSettings;
  readonly #lanes = new Map<string, Lane>();

  constructor(settings: EngineSettings) {
    this.#settings = settings;
  }

  /** Does `work`, one call to the provider, when there is room for it; again where that can help. */
  run<T>(providerId: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const lane = this.#lanes.get(providerId) ?? new Lane(this.#settings);
    this.#lanes.set(providerId, lane);
    return lane.run(work, signal);
  }
}

import type { ProviderError } from '../providers/index.ts';

type ProviderErrorKind = ProviderError['kind'];

export type FailureCode = `provider_${ProviderErrorKind}` | 'answer_lost';

/** What a failed call means for its step and its run. */
export interface Failure {
  code: FailureCode;
  /** For the person who started the run: plain words, no secret, and what can be done. */
  message: string;
  /** The same would happen to every other step, so none is tried. */
  endsRun: boolean;
  /** Time may cure it: the run waits and tries again. */
  passes: boolean;
  tellsAdministrators: boolean;
}

const WORDS: Record<ProviderErrorKind, (provider: string) => string> = {
  unauthorized: (provider) =>
    `${provider} refused the key. Administrators have been told; nothing was charged.`,
  insufficient_quota: (provider) =>
    `The account at ${provider} that the key belongs to has run out. Administrators have been told; nothing was charged.`,
  rate_limited: (provider) =>
    `${provider} is taking no more calls just now. Nothing was charged; try again in a few minutes.`,
  refused: (provider) =>
    `${provider} refused the content under its usage policy. Change the text and try again; nothing was charged.`,
  model_not_found: (provider) =>
    `${provider} does not serve this model any more. Administrators have been told; nothing was charged.`,
  invalid_request: (provider) =>
    `${provider} could not work with this request. Nothing was charged; please tell support.`,
  server_error: (provider) =>
    `${provider} is out of order at the moment. Nothing was charged; try again in a few minutes.`,
  timeout: (provider) =>
    `${provider} did not answer in time. Nothing was charged; try again in a few minutes.`,
  connection_lost: (provider) =>
    `The connection to ${provider} was lost. Nothing was charged; try again in a few minutes.`,
  malformed_output: (provider) =>
    `${provider} gave an answer that could not be used, twice. Nothing was charged; try again.`,
};

const PASSES: readonly ProviderErrorKind[] = ['rate_limited', 'server_error', 'timeout', 'connection_lost'];
const ENDS_RUN: readonly ProviderErrorKind[] = ['unauthorized', 'insufficient_quota', 'model_not_found'];

/** What a kind of provider failure means. Pure. */
export function failureOf(kind: ProviderErrorKind, provider: string): Failure {
  return {
    code: `provider_${kind}`,
    message: WORDS[kind](provider),
    endsRun: ENDS_RUN.includes(kind),
    passes: PASSES.includes(kind),
    tellsAdministrators: ENDS_RUN.includes(kind),
  };
}

/** A call that was taken on and whose answer nobody could find. */
export const answerLost = (provider: string): Failure => ({
  code: 'answer_lost',
  message: `The answer of ${provider} was lost on the way and could not be found again. Nothing was charged; try again.`,
  endsRun: false,
  passes: false,
  tellsAdministrators: false,
});

/** Whether the same call may be made again within this turn: it was surely not taken on, and the wait is bearable. */
export const worthRetrying = (error: ProviderError, longestWaitMs: number): boolean =>
  error.isRetryable && (error.retryAfterMs ?? 0) <= longestWaitMs;

import type { QuoteView, Run, RunReceipt } from '#client/runs.ts';
import { hasEnded } from '#client/runs.ts';
import { formatCredits, formatNumber } from '#components/ui/index.ts';

/** The price before a run: exact where lowest and highest agree, else what is expected and the most it can be. */
export const priceWords = ({ min, expected, max }: Pick<QuoteView, 'min' | 'expected' | 'max'>): string =>
  min === max ? formatCredits(max) : `about ${formatCredits(expected)}, at most ${formatNumber(max)}`;

/** How far a run is, in a sentence. */
export function progressWords(run: Run): string {
  if (run.status === 'queued') return 'Waiting for a free worker';
  if (run.status === 'waiting') return run.errorMessage ?? 'Waiting';
  if (run.status === 'running') return `${run.stage ?? 'Working'}: ${formatNumber(run.done)} of ${formatNumber(run.total)}`;
  return endWords(run);
}

/** How a run ended and what it cost. */
export function endWords(run: Run | RunReceipt): string {
  const cost = run.creditsCharged === 0 ? 'nothing was charged' : `${formatCredits(run.creditsCharged)} charged`;
  if (run.status === 'succeeded') return `Done: ${cost}.`;
  if (run.status === 'cancelled') return `Cancelled: ${cost}.`;
  return `${run.errorMessage ?? 'It failed.'} (${cost})`;
}

/** Whether a run needs a person to go on. */
export const needsPerson = (run: Run): boolean => !hasEnded(run) && run.status === 'waiting' && (run.waitingFor === 'ceiling' || run.waitingFor === 'credits');

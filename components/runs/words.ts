import type { QuoteView, Run, RunReceipt } from '#client/runs.ts';
import { hasEnded } from '#client/runs.ts';
import { formatCredits, formatNumber } from '#components/ui/index.ts';

/** The operations in the words of their buttons. */
export const OPERATION_WORDS: Record<Run['operation'], string> = {
  auto_cluster: 'Cluster keywords',
  generate_ideas: 'Generate ideas',
  generate_content: 'Write content',
  generate_image_prompts: 'Extract image prompts',
  generate_images: 'Generate images',
  suggest_links: 'Suggest links',
  optimize_content: 'Optimize',
};

/** Who set a run off. */
export const TRIGGER_WORDS: Record<Run['trigger'], string> = {
  manual: 'By hand',
  automation: 'Automation',
  schedule: 'Schedule',
  direct: 'Direct service',
};

/** The price before a run: exact where lowest and highest agree, else what is expected and the most it can be. */
export const priceWords = ({ min, expected, max }: Pick<QuoteView, 'min' | 'expected' | 'max'>): string =>
  min === max ? formatCredits(max) : `about ${formatCredits(expected)}, at most ${formatNumber(max)}`;

/** How far a run is, in a sentence. */
export function progressWords(run: Run): string {
  if (run.status === 'queued') return 'Waiting for a free worker';
  if (run.status === 'waiting') return run.errorMessage ?? 'Waiting';
  if (run.status === 'running')
    return `${run.stage ?? 'Working'}: ${formatNumber(run.done)} of ${formatNumber(run.total)}`;
  return endWords(run);
}

/** How a run ended and what it cost. */
export function endWords(run: Run | RunReceipt): string {
  const cost =
    run.creditsCharged === 0 ? 'nothing was charged' : `${formatCredits(run.creditsCharged)} charged`;
  if (run.status === 'succeeded') return `Done: ${cost}.`;
  if (run.status === 'cancelled') return `Cancelled: ${cost}.`;
  return `${run.errorMessage ?? 'It failed.'} (${cost})`;
}

/** Whether a run needs a person to go on. */
export const needsPerson = (run: Run): boolean =>
  !hasEnded(run) &&
  run.status === 'waiting' &&
  (run.waitingFor === 'ceiling' || run.waitingFor === 'credits');

import type { PhaseNumber } from './phase.ts';

export type PhaseState = 'pending' | 'applying' | 'applied' | 'verified';
export type Act = 'plan' | 'apply' | 'verify' | 'rollback';
export type States = Readonly<Record<PhaseNumber, PhaseState>>;

/** What an act on a phase may do: go on, nothing (it is done already), or not, and why. */
export type Verdict = { go: true } | { go: false; done: true } | { go: false; done: false; why: string };

const refuse = (why: string): Verdict => ({ go: false, done: false, why });
const before = (phase: PhaseNumber) => (phase - 1) as PhaseNumber;

/** Whether an act on a phase is allowed, from the states of all. Pure. */
export function judge(act: Act, phase: PhaseNumber, states: States): Verdict {
  const state = states[phase];
  if (act === 'plan') return { go: true };
  if (act === 'verify')
    return state === 'applied' || state === 'verified'
      ? { go: true }
      : refuse(`Phase ${phase} has not been applied.`);
  if (act === 'apply') {
    if (state === 'applied' || state === 'verified') return { go: false, done: true };
    if (phase > 1 && states[before(phase)] !== 'verified')
      return refuse(`Phase ${before(phase)} must be verified first; it is ${states[before(phase)]}.`);
    return { go: true };
  }
  const later = ([7, 6, 5, 4, 3, 2, 1] as const).find(
    (other) => other > phase && states[other] !== 'pending',
  );
  if (later) return refuse(`Phase ${later} must be rolled back first; it is ${states[later]}.`);
  return state === 'pending' ? { go: false, done: true } : { go: true };
}

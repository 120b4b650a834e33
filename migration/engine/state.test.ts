import { describe, expect, it } from 'vitest';
import { PHASES } from './phase.ts';
import { judge, type PhaseState, type States } from './state.ts';

const states = (...given: PhaseState[]): States =>
  Object.fromEntries(PHASES.map((phase, at) => [phase, given[at] ?? 'pending'])) as States;

describe('what may be done with a phase', () => {
  it.each([
    ['apply', 1, states(), true],
    ['apply', 2, states(), false],
    ['apply', 2, states('applied'), false],
    ['apply', 2, states('applying'), false],
    ['apply', 2, states('verified'), true],
    ['apply', 2, states('verified', 'applying'), true],
    ['apply', 4, states('verified', 'verified', 'verified'), true],
    ['verify', 1, states(), false],
    ['verify', 1, states('applying'), false],
    ['verify', 1, states('applied'), true],
    ['verify', 1, states('verified', 'verified'), true],
    ['rollback', 1, states('verified'), true],
    ['rollback', 1, states('applying'), true],
    ['rollback', 1, states('verified', 'applying'), false],
    ['rollback', 1, states('verified', 'verified'), false],
    ['rollback', 2, states('verified', 'verified'), true],
    ['plan', 7, states(), true],
  ] as const)('%s phase %i (%#)', (act, phase, given, allowed) =>
    expect(judge(act, phase, given).go).toBe(allowed),
  );

  it('says that nothing is left to do where it is done', () => {
    expect(judge('apply', 1, states('verified'))).toEqual({ go: false, done: true });
    expect(judge('rollback', 3, states('verified'))).toEqual({ go: false, done: true });
  });

  it('names the phase that stands in the way', () => {
    expect(judge('apply', 3, states('verified', 'applied'))).toMatchObject({
      why: 'Phase 2 must be verified first; it is applied.',
    });
    expect(judge('rollback', 1, states('verified', 'verified', 'applied'))).toMatchObject({
      why: 'Phase 3 must be rolled back first; it is applied.',
    });
  });
});

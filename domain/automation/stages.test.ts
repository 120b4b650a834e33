import { describe, expect, it } from 'vitest';
import { currentStage, STAGES, type StagePlan } from './stages.ts';

const at = new Date('2026-11-23T12:00:00Z');
const plan = (change: (stage: string) => Partial<StagePlan & { finishedAt: Date; approvedAt: Date }>) =>
  STAGES.map((stage) => ({
    stage,
    enabled: true,
    maxItems: 5,
    approvalAfter: false,
    finishedAt: null,
    approvedAt: null,
    ...change(stage),
  }));

describe('the order of stages', () => {
  it('works through the enabled stages from keywords to pictures', () => {
    expect(currentStage(plan(() => ({})))).toEqual({ stage: 'clusters', waiting: false });
    expect(currentStage(plan((stage) => (stage === 'clusters' ? { finishedAt: at } : {})))).toEqual({
      stage: 'ideas',
      waiting: false,
    });
    expect(currentStage(plan((stage) => ({ enabled: stage === 'images' })))).toEqual({
      stage: 'images',
      waiting: false,
    });
    expect(currentStage(plan(() => ({ finishedAt: at })))).toBeNull();
  });

  it('waits for a person between two stages, not after the last one', () => {
    const waiting = plan((stage) => (stage === 'clusters' ? { finishedAt: at, approvalAfter: true } : {}));
    expect(currentStage(waiting)).toEqual({ stage: 'clusters', waiting: true });
    expect(currentStage(waiting.map((entry) => ({ ...entry, approvedAt: at })))).toEqual({
      stage: 'ideas',
      waiting: false,
    });
    expect(currentStage(plan((stage) => ({ finishedAt: at, approvalAfter: stage === 'images' })))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { forecast, runwayDays, usualYields } from './forecast.ts';
import { STAGES, type Stage } from './stages.ts';

const waiting = (some: Partial<Record<Stage, number>>) => ({
  clusters: 0,
  ideas: 0,
  tasks: 0,
  content: 0,
  image_prompts: 0,
  images: 0,
  ...some,
});
const plan = (maxItems: number, off: Stage[] = []) =>
  STAGES.map((stage) => ({ stage, enabled: !off.includes(stage), maxItems, approvalAfter: false }));
const counts = (rows: ReturnType<typeof forecast>) =>
  Object.fromEntries(rows.map((row) => [row.stage, row.existing + row.made.expected]));

describe('what a whole go would take up', () => {
  it('follows the keywords through to the pictures', () => {
    expect(counts(forecast(plan(200), waiting({ clusters: 40 }), usualYields(3)))).toEqual({
      clusters: 40,
      ideas: 5,
      tasks: 15,
      content: 15,
      image_prompts: 15,
      images: 45,
    });
  });

  it('takes what waits first, and never more than a stage may', () => {
    const rows = forecast(plan(10), waiting({ clusters: 100, content: 7 }), usualYields(3));
    expect(counts(rows)).toEqual({
      clusters: 10,
      ideas: 2,
      tasks: 6,
      content: 10,
      image_prompts: 10,
      images: 10,
    });
    expect(rows.find((row) => row.stage === 'content')).toMatchObject({ existing: 7, made: { expected: 3 } });
  });

  it('makes nothing for the stages after one that is off', () => {
    expect(
      counts(forecast(plan(50, ['tasks']), waiting({ clusters: 40, images: 2 }), usualYields(3))),
    ).toEqual({
      clusters: 40,
      ideas: 5,
      tasks: 0,
      content: 0,
      image_prompts: 0,
      images: 2,
    });
  });

  it('says how long the balance lasts', () => {
    expect(runwayDays(90, 10)).toBe(9);
    expect(runwayDays(95, 10)).toBe(9);
    expect(runwayDays(90, 0)).toBeNull();
  });
});

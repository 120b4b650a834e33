import { STAGES, type Stage, type StagePlan } from './stages.ts';

export interface Range {
  min: number;
  expected: number;
  max: number;
}

/** Items that a stage has now and those that the stages before it would make. */
export interface StageForecast {
  stage: Stage;
  /** Taken from what waits already. */
  existing: number;
  /** Made on the way; a range, since how many clusters or ideas come out is the model's to say. */
  made: Range;
}

/** What one item of a stage becomes in the next. Images are exact: the site's settings say how many. */
export interface Yields {
  clustersPerKeyword: Range;
  ideasPerCluster: Range;
  imagesPerArticle: number;
}

/** Usual outcomes: clusters of 3 to 20 keywords, 3 ideas a cluster. */
export const usualYields = (imagesPerArticle: number): Yields => ({
  clustersPerKeyword: { min: 1 / 20, expected: 1 / 8, max: 1 / 3 },
  ideasPerCluster: { min: 3, expected: 3, max: 3 },
  imagesPerArticle,
});

const NONE: Range = { min: 0, expected: 0, max: 0 };

/** How many items each enabled stage would take up, from what waits now and what the stages before it make. Pure. */
export function forecast(
  plan: readonly StagePlan[],
  waiting: Record<Stage, number>,
  yields: Yields,
): StageForecast[] {
  let made: Range = NONE;
  return STAGES.map((stage) => {
    const { enabled, maxItems } = plan.find((entry) => entry.stage === stage) ?? {
      enabled: false,
      maxItems: 0,
    };
    if (!enabled) {
      made = NONE;
      return { stage, existing: 0, made: NONE };
    }
    const existing = Math.min(waiting[stage], maxItems);
    const room = maxItems - existing;
    const extra = each(made, (count) => Math.min(count, room));
    made = outcome(
      stage,
      each(extra, (count) => count + existing),
      yields,
    );
    return { stage, existing, made: extra };
  });
}

function outcome(stage: Stage, items: Range, yields: Yields): Range {
  switch (stage) {
    case 'clusters':
      return times(items, yields.clustersPerKeyword);
    case 'ideas':
      return times(items, yields.ideasPerCluster);
    case 'image_prompts':
      return each(items, (count) => count * yields.imagesPerArticle);
    default:
      return items; // an idea becomes a task, a task an article
  }
}

const each = (range: Range, change: (count: number) => number): Range => ({
  min: change(range.min),
  expected: change(range.expected),
  max: change(range.max),
});
const times = (items: Range, factor: Range): Range => ({
  min: Math.ceil(items.min * factor.min),
  expected: Math.ceil(items.expected * factor.expected),
  max: Math.ceil(items.max * factor.max),
});

/** Whole days that a balance lasts at a pace of credits a day; null where nothing is spent. */
export const runwayDays = (available: number, perDay: number): number | null =>
  perDay > 0 ? Math.floor(available / perDay) : null;

import { automationStage } from '../../db/schema/automation.ts';

export type Stage = (typeof automationStage.enumValues)[number];

/** The stages in the order of work: what one leaves is what the next takes up. */
export const STAGES: readonly Stage[] = automationStage.enumValues;

/** The AI operation that a stage runs; tasks are made from ideas without one, and cost nothing. */
export const STAGE_OPERATION = {
  clusters: 'auto_cluster',
  ideas: 'generate_ideas',
  tasks: null,
  content: 'generate_content',
  image_prompts: 'generate_image_prompts',
  images: 'generate_images',
} as const satisfies Record<Stage, string | null>;

/** The input of a stage's run over the items that it took up. */
export function inputOf(stage: Stage, items: readonly string[]): Record<string, string[]> {
  const ids = [...items];
  switch (stage) {
    case 'clusters':
      return { keywordIds: ids };
    case 'ideas':
      return { clusterIds: ids };
    case 'tasks':
      return { ideaIds: ids };
    case 'content':
      return { taskIds: ids };
    case 'image_prompts':
      return { articleIds: ids };
    case 'images':
      return { imagePromptIds: ids };
  }
}

/** Most items of a stage in one go: what its operation takes in one run. */
export const MOST_ITEMS: Record<Stage, number> = {
  clusters: 500,
  ideas: 200,
  tasks: 200,
  content: 100,
  image_prompts: 100,
  images: 200,
};

export interface StagePlan {
  stage: Stage;
  enabled: boolean;
  maxItems: number;
  approvalAfter: boolean;
}

/** What a new automation does: everything, in small steps, with a person's look at the articles before pictures are paid for. */
export const DEFAULT_PLAN: readonly StagePlan[] = [
  { stage: 'clusters', enabled: true, maxItems: 100, approvalAfter: false },
  { stage: 'ideas', enabled: true, maxItems: 5, approvalAfter: false },
  { stage: 'tasks', enabled: true, maxItems: 10, approvalAfter: false },
  { stage: 'content', enabled: true, maxItems: 5, approvalAfter: false },
  { stage: 'image_prompts', enabled: true, maxItems: 5, approvalAfter: false },
  { stage: 'images', enabled: true, maxItems: 15, approvalAfter: false },
];

/** The stage to work on: the first enabled one that has not finished, or null when all have. A finished stage that waits for approval stands in the way. */
export function currentStage(
  plan: readonly (StagePlan & { finishedAt: Date | null; approvedAt: Date | null })[],
): { stage: Stage; waiting: boolean } | null {
  const enabled = STAGES.flatMap((stage) => plan.filter((entry) => entry.stage === stage && entry.enabled));
  for (const [at, entry] of enabled.entries()) {
    if (!entry.finishedAt) return { stage: entry.stage, waiting: false };
    const last = at === enabled.length - 1;
    if (entry.approvalAfter && !entry.approvedAt && !last) return { stage: entry.stage, waiting: true };
  }
  return null;
}

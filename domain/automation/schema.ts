import { z } from 'zod';
import { automationRunStatus, automationStage } from '../../db/schema/automation.ts';
import { MOST_ITEMS } from './stages.ts';

const budget = z.number().int().min(1).max(1_000_000_000).nullable();

export const StagePlanInput = z.strictObject({
  stage: z.enum(automationStage.enumValues),
  enabled: z.boolean(),
  maxItems: z.number().int().min(1).max(500),
  approvalAfter: z.boolean(),
});

const WantedStage = StagePlanInput.refine((plan) => plan.maxItems <= MOST_ITEMS[plan.stage], {
  path: ['maxItems'],
  error: 'More items than this stage takes in one go.',
});

/** PATCH sites/{id}/automation. Absent: kept; null: cleared. */
export const UpdateAutomation = z.strictObject({
  stages: z.array(WantedStage).min(1).max(automationStage.enumValues.length).optional(),
  cron: z.string().trim().max(100).nullable().optional(),
  scheduleEnabled: z.boolean().optional(),
  paused: z.boolean().optional(),
  budgetPerRun: budget.optional(),
  budgetPerMonth: budget.optional(),
});
export type UpdateAutomation = z.infer<typeof UpdateAutomation>;

export const AutomationView = z.object({
  siteId: z.uuid(),
  stages: z.array(StagePlanInput),
  cron: z.string().nullable(),
  description: z.string().nullable(),
  timeZone: z.string(),
  scheduleEnabled: z.boolean(),
  pausedAt: z.date().nullable(),
  nextTimes: z.array(z.date()),
  budgetPerRun: z.number().int().nullable(),
  budgetPerMonth: z.number().int().nullable(),
  spentThisMonth: z.number().int(),
  version: z.number().int(),
});
export type AutomationView = z.infer<typeof AutomationView>;

/** POST sites/{id}/automation/runs: the ceiling is the highest price of the quote that the person saw and accepted. */
export const StartAutomation = z.strictObject({ ceiling: z.number().int().min(0).max(1_000_000_000) });

export const StageRunView = z.object({
  stage: z.enum(automationStage.enumValues),
  enabled: z.boolean(),
  maxItems: z.number().int(),
  approvalAfter: z.boolean(),
  state: z.enum(['off', 'to_do', 'working', 'waiting', 'done']),
  items: z.number().int().nullable(),
  done: z.number().int(),
  failed: z.number().int(),
  credits: z.number().int(),
});

export const AutomationRunView = z.object({
  id: z.uuid(),
  siteId: z.uuid(),
  trigger: z.enum(['automation', 'schedule']),
  status: z.enum(automationRunStatus.enumValues),
  stage: z.enum(automationStage.enumValues).nullable(),
  reason: z.string().nullable(),
  ceiling: z.number().int(),
  credits: z.number().int(),
  stages: z.array(StageRunView),
  errors: z.array(
    z.object({ runId: z.uuid(), stage: z.enum(automationStage.enumValues), message: z.string() }),
  ),
  dueAt: z.date().nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
  version: z.number().int(),
});
export type AutomationRunView = z.infer<typeof AutomationRunView>;

const Range = z.object({ min: z.number().int(), expected: z.number().int(), max: z.number().int() });

/** What a whole go would cost, stage by stage, and how long the balance lasts at this pace. */
export const AutomationQuote = z.object({
  stages: z.array(
    Range.extend({
      stage: z.enum(automationStage.enumValues),
      enabled: z.boolean(),
      waiting: z.number().int(),
      items: z.number().int(),
      note: z.string().nullable(),
    }),
  ),
  total: Range,
  ceiling: z.number().int(),
  available: z.number().int(),
  enough: z.boolean(),
  perDay: z.number().int(),
  runwayDays: z.number().int().nullable(),
  blocked: z.string().nullable(),
});
export type AutomationQuote = z.infer<typeof AutomationQuote>;

export const SchedulePreview = z.object({
  description: z.string(),
  timeZone: z.string(),
  nextTimes: z.array(z.date()),
});
export type SchedulePreview = z.infer<typeof SchedulePreview>;

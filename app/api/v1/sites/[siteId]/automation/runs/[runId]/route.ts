import { z } from 'zod';
import { AutomationRunView, getAutomationRun } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getAutomationRun',
    summary: 'One go: each stage with its counts and credits, and what failed',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), runId: z.uuid() }),
    answer: AutomationRunView,
  },
  (ctx, { params: { siteId, runId } }) => getAutomationRun(ctx, { siteId, id: runId }),
);

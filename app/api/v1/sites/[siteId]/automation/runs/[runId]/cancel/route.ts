import { z } from 'zod';
import { AutomationRunView, cancelAutomation } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'cancelAutomation',
    summary: 'End it; holds go back, what is done stays',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), runId: z.uuid() }),
    answer: AutomationRunView,
  },
  (ctx, { params: { siteId, runId } }) => cancelAutomation(ctx, { siteId, id: runId }),
);

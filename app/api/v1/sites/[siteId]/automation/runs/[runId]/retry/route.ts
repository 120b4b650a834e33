import { z } from 'zod';
import { AutomationRunView, retryAutomation } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'retryAutomation',
    summary: 'Try again only what failed',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), runId: z.uuid() }),
    answer: AutomationRunView,
  },
  (ctx, { params: { siteId, runId } }) => retryAutomation(ctx, { siteId, id: runId }),
);

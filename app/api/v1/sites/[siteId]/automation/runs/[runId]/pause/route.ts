import { z } from 'zod';
import { AutomationRunView, decideAutomation } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'pauseAutomation',
    summary: 'Begin nothing more; what was begun is finished',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), runId: z.uuid() }),
    answer: AutomationRunView,
  },
  (ctx, { params: { siteId, runId } }) => decideAutomation(ctx, { siteId, id: runId, decision: 'pause' }),
);

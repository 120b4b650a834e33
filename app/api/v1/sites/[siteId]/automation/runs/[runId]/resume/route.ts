import { z } from 'zod';
import { AutomationRunView, decideAutomation } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'resumeAutomation',
    summary: 'Go on after a pause',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), runId: z.uuid() }),
    answer: AutomationRunView,
  },
  (ctx, { params: { siteId, runId } }) => decideAutomation(ctx, { siteId, id: runId, decision: 'resume' }),
);

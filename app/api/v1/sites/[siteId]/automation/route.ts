import { z } from 'zod';
import {
  AutomationView,
  getAutomation,
  UpdateAutomation,
  updateAutomation,
} from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'getAutomation',
    summary: 'Stages, schedule and budgets of a site',
    tag: 'Automation',
    access: 'signed_in',
    params,
    answer: AutomationView,
  },
  (ctx, input) => getAutomation(ctx, input.params.siteId),
);

export const PATCH = route(
  {
    operation: 'updateAutomation',
    summary: 'Change stages, schedule or budgets; version 0 is one that was never saved',
    tag: 'Automation',
    access: 'signed_in',
    params,
    body: UpdateAutomation,
    answer: AutomationView,
    ifMatch: true,
  },
  (ctx, { params: { siteId }, body, expectedVersion }) =>
    updateAutomation(ctx, { ...body, siteId, expectedVersion }),
);

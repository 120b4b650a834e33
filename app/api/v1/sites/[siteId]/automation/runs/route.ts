import { z } from 'zod';
import {
  AutomationRunView,
  listAutomationRuns,
  StartAutomation,
  startAutomation,
} from '#domain/automation/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listAutomationRuns',
    summary: 'Goes of a site, newest first',
    tag: 'Automation',
    access: 'signed_in',
    params,
    query: listQuery(),
    answer: listOf(AutomationRunView),
  },
  (ctx, { params: { siteId }, query }) => listAutomationRuns(ctx, { ...query, siteId }),
);

export const POST = route(
  {
    operation: 'startAutomation',
    summary: 'Run now, up to the ceiling that was accepted',
    tag: 'Automation',
    access: 'signed_in',
    params,
    body: StartAutomation,
    answer: AutomationRunView,
    status: 202,
    idempotent: true,
  },
  (ctx, { params: { siteId }, body }) => startAutomation(ctx, { siteId, ceiling: body.ceiling }),
);

import { z } from 'zod';
import { AutomationQuote, quoteAutomation } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'quoteAutomation',
    summary: 'What a whole go costs, stage by stage, and how long the balance lasts',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    answer: AutomationQuote,
  },
  (ctx, { params }) => quoteAutomation(ctx, params.siteId),
);

import { z } from 'zod';
import { previewSchedule, SchedulePreview } from '#domain/automation/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'previewSchedule',
    summary: 'A schedule in plain words with its next five times, in the site’s time zone',
    tag: 'Automation',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    query: z.strictObject({ cron: z.string().max(100) }),
    answer: SchedulePreview,
  },
  (ctx, { params, query }) => previewSchedule(ctx, { siteId: params.siteId, cron: query.cron }),
);

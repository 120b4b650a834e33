import { z } from 'zod';
import { WorkspaceSummary, workspaceSummary } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getWorkspaceSummary',
    summary: 'How far the work of a site is',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    answer: WorkspaceSummary,
  },
  (ctx, { params }) => workspaceSummary(ctx, params.siteId),
);

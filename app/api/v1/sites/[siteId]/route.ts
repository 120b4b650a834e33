import { z } from 'zod';
import { getSite, Site, UpdateSite, updateSite } from '#domain/sites/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  { operation: 'getSite', summary: 'One site', tag: 'Sites', access: 'signed_in', params, answer: Site },
  (ctx, input) => getSite(ctx, input.params.siteId),
);

export const PATCH = route(
  {
    operation: 'updateSite',
    summary: 'Change a site',
    tag: 'Sites',
    access: 'signed_in',
    params,
    body: UpdateSite,
    answer: Site,
    ifMatch: true,
  },
  (ctx, input) => updateSite(ctx, input.params.siteId, input.expectedVersion, input.body),
);

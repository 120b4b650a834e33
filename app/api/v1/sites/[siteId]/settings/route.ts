import { z } from 'zod';
import { getSettings, SiteSettings, UpdateSettings, updateSettings } from '#domain/sites/index.ts';
import { route } from '#server/http/index.ts';
import { watchRegistry } from '#server/registry.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'getSiteSettings',
    summary: 'A site’s settings and what serves it now',
    tag: 'Sites',
    access: 'signed_in',
    params,
    answer: SiteSettings,
  },
  (ctx, input) => {
    watchRegistry();
    return getSettings(ctx, input.params.siteId);
  },
);

export const PATCH = route(
  {
    operation: 'updateSiteSettings',
    summary: 'Change a site’s settings',
    tag: 'Sites',
    access: 'signed_in',
    params,
    body: UpdateSettings,
    answer: SiteSettings,
    ifMatch: true,
  },
  (ctx, input) => {
    watchRegistry();
    return updateSettings(ctx, input.params.siteId, input.expectedVersion, input.body);
  },
);

import { SITE_OPTIONS, SiteOptions } from '#domain/sites/index.ts';
import { route } from '#server/http/index.ts';
import { prebuilt } from '#server/http/prebuilt.ts';

export const GET = route(
  {
    operation: 'getSiteOptions',
    summary: 'Choice lists of a site and its settings',
    tag: 'Choices',
    access: 'signed_in',
    answer: SiteOptions,
  },
  (_ctx, { request }) => prebuilt(SITE_OPTIONS, request),
);

export { type Option, SITE_OPTIONS } from './options.ts';
export * from './schema.ts';
export { getSettings, updateSettings } from './settings.ts';
export { createSite, getSite, listSites, type SiteQuery, type SiteRow, updateSite } from './sites.ts';

import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { TierSample } from '#domain/content/index.ts';
import type { CreateSite, Site, SiteSettings, UpdateSettings, UpdateSite } from '#domain/sites/index.ts';
import type { Wire } from '#domain/wire.ts';
import { type Answer, query } from './api.ts';
import { api, type List } from './http.ts';
import { FOLLOWED } from './query-client.ts';

export type SiteView = Wire<z.infer<typeof Site>>;
export type SettingsView = Wire<SiteSettings>;
export type OptionsView = Answer<'GET system/site-options'>;

export type SampleView = TierSample;

export const siteKeys = {
  all: ['sites'] as const,
  one: (id: string) => ['sites', id] as const,
  settings: (id: string) => ['sites', id, 'settings'] as const,
  samples: (id: string) => ['sites', id, 'samples'] as const,
};

export const sitesQuery = () =>
  queryOptions({ queryKey: siteKeys.all, queryFn: () => api.get<List<SiteView>>('sites', { limit: 200 }) });
export const siteQuery = (id: string) =>
  queryOptions({ queryKey: siteKeys.one(id), queryFn: () => api.get<SiteView>(`sites/${id}`) });
/** Read anew often: an administrator's choice is seen here without a reload. */
export const settingsQuery = (id: string) =>
  queryOptions({
    queryKey: siteKeys.settings(id),
    queryFn: () => api.get<SettingsView>(`sites/${id}/settings`),
    ...FOLLOWED,
  });
export const siteOptionsQuery = () => ({
  ...query('GET system/site-options'),
  staleTime: Number.POSITIVE_INFINITY,
});
/** Pictures that what serves each tier has made for the account. */
export const tierSamplesQuery = (id: string) =>
  queryOptions({
    queryKey: siteKeys.samples(id),
    queryFn: () => api.get<{ data: TierSample[] }>(`sites/${id}/tier-samples`),
  });
/** Whether any provider is a local double; every page says so then. */
export const sandboxQuery = () => ({ ...query('GET system/status'), staleTime: 60_000 });

type Versioned = Pick<SiteView, 'id' | 'version'>;
export const createSite = (site: z.input<typeof CreateSite>, idempotencyKey: string) =>
  api.post<SiteView>('sites', site, { idempotencyKey });
export const updateSite = (site: Versioned, change: UpdateSite) =>
  api.patch<SiteView>(`sites/${site.id}`, change, { version: site.version });
export const updateSettings = (siteId: string, version: number, change: UpdateSettings) =>
  api.patch<SettingsView>(`sites/${siteId}/settings`, change, { version });

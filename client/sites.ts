import { queryOptions } from '@tanstack/react-query';
import { api } from './http.ts';

export interface SiteRow {
  id: string;
  accountId: string;
  name: string;
  domain: string;
  timeZone: string;
  isActive: boolean;
  version: number;
}

export const siteKeys = { all: ['sites'] as const, sandbox: ['system', 'sandbox'] as const };

export const sitesQuery = () =>
  queryOptions({ queryKey: siteKeys.all, queryFn: () => api.get<{ data: SiteRow[]; nextCursor: string | null }>('sites', { limit: 200 }) });

/** Whether any provider is a local double; every page says so then. */
export const sandboxQuery = () =>
  queryOptions({ queryKey: siteKeys.sandbox, queryFn: () => api.get<{ sandbox: boolean }>('system/status'), staleTime: 60_000 });

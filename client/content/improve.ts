import { queryOptions } from '@tanstack/react-query';
import type {
  LinksAnswer,
  LinkView,
  OptimizationRow as OptimizationRowValue,
  OptimizationView,
} from '#domain/content/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api } from '../http.ts';
import { contentKeys, contentPath, type Versioned } from './keys.ts';

export type LinkSuggestion = Wire<LinkView>;
export type OptimizationRow = Wire<OptimizationRowValue>;
export type Optimization = Wire<OptimizationView>;

export const optimizationQuery = (siteId: string, id: string) =>
  queryOptions({
    queryKey: contentKeys.one(siteId, 'optimizations', id),
    queryFn: () => api.get<Optimization>(contentPath(siteId, 'optimizations', id)),
  });

export const acceptLinks = (siteId: string, ids: string[]) =>
  api.post<Wire<LinksAnswer>>(contentPath(siteId, 'links', 'accept'), { ids });
export const dismissLinks = (siteId: string, ids: string[]) =>
  api.post<{ ids: string[] }>(contentPath(siteId, 'links', 'dismiss'), { ids });
export const restoreLinks = (siteId: string, ids: string[]) =>
  api.post<{ ids: string[] }>(contentPath(siteId, 'links', 'restore'), { ids });
export const acceptOptimization = (siteId: string, optimization: Versioned, overwrite: boolean) =>
  api.post<Optimization>(
    contentPath(siteId, 'optimizations', `${optimization.id}/accept`),
    { overwrite },
    { version: optimization.version },
  );
export const refuseOptimization = (siteId: string, optimization: Versioned) =>
  api.post<Optimization>(contentPath(siteId, 'optimizations', `${optimization.id}/refuse`), undefined, {
    version: optimization.version,
  });

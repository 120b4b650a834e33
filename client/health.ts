import { queryOptions } from '@tanstack/react-query';
import type { HealthCheck } from '#domain/health/index.ts';
import { api, type List } from './http.ts';

export type HealthView = HealthCheck;
export const healthQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: () => api.get<List<HealthCheck>>('admin/health'),
    refetchInterval: 15_000,
  });

import { queryOptions } from '@tanstack/react-query';
import { api, apiUrl } from '#client/http.ts';
import type { Wire } from '#domain/wire.ts';
import type { Impact, MigrationStatus, PhaseStatus } from './index.ts';

export type MigrationView = Wire<MigrationStatus>;
export type PhaseView = Wire<PhaseStatus>;
export type ImpactView = Wire<Impact>;
export type PhaseAct = PhaseView['allowed'][number];

export const migrationKeys = {
  status: ['migration', 'status'] as const,
  impact: ['migration', 'impact'] as const,
};

/** While a worker acts on a phase, the state is asked for every second. */
export const migrationQuery = () =>
  queryOptions({
    queryKey: migrationKeys.status,
    queryFn: () => api.get<MigrationView>('admin/migration'),
    refetchInterval: ({ state }) =>
      state.data?.phases.some((phase) => phase.asked !== null) ? 1_000 : 15_000,
  });
export const impactQuery = () =>
  queryOptions({
    queryKey: migrationKeys.impact,
    queryFn: () => api.get<ImpactView>('admin/migration/impact'),
  });

export const askForAct = (phase: number, act: PhaseAct, test: boolean) =>
  api.post<MigrationView>(`admin/migration/phases/${phase}`, { act, ...(test ? { test } : {}) });
export const changeMigration = (change: { source?: string | null; maxChange?: number | null }) =>
  api.patch<MigrationView>('admin/migration', change);
export const impactCsvUrl = () => apiUrl('admin/migration/impact/csv');

import { queryOptions } from '@tanstack/react-query';
import type {
  AutomationQuote,
  AutomationRunView,
  AutomationView,
  SchedulePreview,
  UpdateAutomation,
} from '#domain/automation/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, type List } from './http.ts';
import { listQueryOptions } from './list.ts';

export type AutomationData = Wire<AutomationView>;
export type AutomationRunData = Wire<AutomationRunView>;
export type QuoteData = Wire<AutomationQuote>;
export type StageName = AutomationData['stages'][number]['stage'];

export const automationKeys = {
  one: (siteId: string) => ['automation', siteId] as const,
  quote: (siteId: string) => ['automation', siteId, 'quote'] as const,
  runs: (siteId: string) => ['automation', siteId, 'runs'] as const,
};

const path = (siteId: string) => `sites/${siteId}/automation`;
export const automationQuery = (siteId: string) =>
  queryOptions({
    queryKey: automationKeys.one(siteId),
    queryFn: () => api.get<AutomationData>(path(siteId)),
  });
export const automationQuoteQuery = (siteId: string) =>
  queryOptions({
    queryKey: automationKeys.quote(siteId),
    queryFn: () => api.get<QuoteData>(`${path(siteId)}/quote`),
    staleTime: 5_000,
  });
/** The newest run, which is the open one while one is; read anew every second while it is open, so that its page is live. */
export const latestAutomationRunQuery = (siteId: string) =>
  queryOptions({
    queryKey: [...automationKeys.runs(siteId), 'latest'],
    queryFn: () => api.get<List<AutomationRunData>>(`${path(siteId)}/runs`, { limit: 1 }),
    select: ({ data }) => data[0] ?? null,
    refetchInterval: ({ state }) => (state.data?.data[0]?.finishedAt === null ? 1_000 : 10_000),
  });
export const automationHistoryQuery = (siteId: string) =>
  listQueryOptions<AutomationRunData>([...automationKeys.runs(siteId), 'pages'], `${path(siteId)}/runs`, {
    limit: 20,
  });
export const previewQuery = (siteId: string, cron: string) =>
  queryOptions({
    queryKey: ['automation', siteId, 'preview', cron],
    queryFn: () => api.get<Wire<SchedulePreview>>(`${path(siteId)}/preview`, { cron }),
    enabled: cron.trim() !== '',
    retry: false,
  });

export const updateAutomation = (siteId: string, version: number, change: UpdateAutomation) =>
  api.patch<AutomationData>(path(siteId), change, { version });
export const startAutomation = (siteId: string, ceiling: number, idempotencyKey: string) =>
  api.post<AutomationRunData>(`${path(siteId)}/runs`, { ceiling }, { idempotencyKey });
export type Decision = 'approve' | 'pause' | 'resume' | 'cancel' | 'retry';
export const decideAutomation = (siteId: string, runId: string, decision: Decision) =>
  api.post<AutomationRunData>(`${path(siteId)}/runs/${runId}/${decision}`);

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Quote } from '#domain/operations/index.ts';
import type { MatrixCell, RunDetail, Run as RunValue } from '#domain/runs/index.ts';
import { camelKeys, type Wire } from '#domain/wire.ts';
import { api, apiUrl, type List } from './http.ts';
import { runKeys } from './run-keys.ts';

export type Run = Wire<RunValue>;
export type RunReceipt = Wire<RunDetail>;
export type QuoteView = Wire<Quote>;
export type MatrixCellView = Wire<MatrixCell>;
export interface RunRequest {
  operation: Run['operation'];
  siteId: string;
  input: Record<string, unknown>;
}

export const runQuery = (id: string) =>
  queryOptions({ queryKey: runKeys.one(id), queryFn: () => api.get<RunReceipt>(`runs/${id}`) });
/** What is under way in all the caller's accounts; looked at often while there is something, else now and then. */
export const openRunsQuery = () =>
  queryOptions({
    queryKey: runKeys.open,
    queryFn: () => api.get<List<Run>>('runs', { open: true, limit: 50 }),
    refetchInterval: ({ state }) => (state.data?.data.length ? 2_000 : 15_000),
    staleTime: 0,
  });
export const quoteQuery = (request: RunRequest | null) =>
  queryOptions({
    queryKey: runKeys.quote(request),
    queryFn: () => api.post<QuoteView>('credits/quote', request),
    enabled: request !== null,
    staleTime: 15_000,
    retry: false,
  });
export const matrixQuery = () =>
  queryOptions({
    queryKey: runKeys.matrix,
    queryFn: () => api.get<{ data: MatrixCellView[] }>('admin/operations'),
    refetchInterval: 10_000,
  });

export const startRun = (
  request: RunRequest & { ceiling: number; trigger: 'manual' | 'direct' },
  idempotencyKey: string,
) => api.post<RunReceipt>('runs', request, { idempotencyKey });
export const cancelRun = (id: string) => api.post<RunReceipt>(`runs/${id}/cancel`);
export const continueRun = (id: string, ceiling: number) =>
  api.post<RunReceipt>(`runs/${id}/continue`, { ceiling });
export const retryFailed = (id: string) => api.post<RunReceipt>(`runs/${id}/retry-failed`);

const ENDED: readonly Run['status'][] = ['succeeded', 'partly_succeeded', 'failed', 'cancelled'];
export const hasEnded = (run: Pick<Run, 'status'>): boolean => ENDED.includes(run.status);

/**
 * A run as it goes on: events from the server while they come, a look every two seconds while they do not. The steps are read
 * again after each event, so a page that was left and opened again shows the same as one that stayed.
 */
export function useRun(id: string) {
  const client = useQueryClient();
  const [isLive, setLive] = useState(false);
  const query = useQuery({
    ...runQuery(id),
    refetchInterval: ({ state }) => (isLive || (state.data && hasEnded(state.data)) ? false : 2_000),
    staleTime: 0,
  });
  const ended = query.data ? hasEnded(query.data) : false;
  const known = query.data !== undefined;
  useEffect(() => {
    if (!known || ended || typeof EventSource === 'undefined') return;
    const from = client.getQueryData<RunReceipt>(runKeys.one(id))?.lastEvent ?? 0;
    const source = new EventSource(apiUrl(`runs/${id}/events`, { after: from }));
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => setLive(false));
    source.addEventListener('run', (event) => {
      const told = camelKeys(JSON.parse(event.data)) as Partial<RunReceipt> & { number: number };
      const { number, ...change } = told;
      client.setQueryData<RunReceipt>(runKeys.one(id), (run) =>
        run && number > run.lastEvent ? { ...run, ...change, lastEvent: number } : run,
      );
      void client.invalidateQueries({ queryKey: runKeys.one(id) });
    });
    return () => {
      source.close();
      setLive(false);
    };
  }, [client, id, known, ended]);
  return query;
}

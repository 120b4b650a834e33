'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { hasEnded, type RunReceipt, useRun } from '#client/runs.ts';
import {
  Box,
  ErrorState,
  formatCredits,
  Group,
  Progress,
  Skeleton,
  Stack,
  StatusBadge,
  Text,
} from '#components/ui/index.ts';
import { RunActions } from './run-actions.tsx';
import type { RunProgressProps } from './types.ts';
import { progressWords } from './words.ts';

/** A run as it goes on: how far it is, what it has cost, and what can be done about it. Survives leaving the page. */
export function RunProgress({ runId, compact = false, onDone }: RunProgressProps) {
  const { data: run, error, refetch } = useRun(runId);
  useEnd(run, onDone);
  if (error && !run) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!run) return <Skeleton height={compact ? 20 : 64} />;
  const percent = run.total === 0 ? 0 : ((run.done + run.failed) / run.total) * 100;
  const bar = (
    <Progress.Root size="sm" aria-label={`${run.title}: ${run.done + run.failed} of ${run.total}`}>
      <Progress.Section value={(run.done / Math.max(1, run.total)) * 100} aria-label="Done" />
      <Progress.Section value={(run.failed / Math.max(1, run.total)) * 100} color="red" aria-label="Failed" />
    </Progress.Root>
  );
  return (
    <Stack gap={6} role="status" aria-live="polite" data-run={run.id} data-status={run.status}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fz="sm" style={{ minWidth: 0 }}>
          {compact ? null : <StatusBadge status={run.status} />} {progressWords(run)}
        </Text>
        {hasEnded(run) ? null : (
          <Text fz="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {formatCredits(run.creditsCharged)} of at most {run.ceiling}
          </Text>
        )}
      </Group>
      {hasEnded(run) && percent === 100 ? null : bar}
      <Box>
        <RunActions run={run} />
      </Box>
    </Stack>
  );
}

/** Calls back once when a run that was seen under way has ended, and lets the balance be read anew. */
function useEnd(run: RunReceipt | undefined, onDone: ((run: RunReceipt) => void) | undefined): void {
  const client = useQueryClient();
  const told = useRef<string | null>(null);
  const callback = useRef(onDone);
  callback.current = onDone;
  const key = run && hasEnded(run) ? `${run.id}:${run.lastEvent}` : null;
  useEffect(() => {
    if (!run || key === null || told.current === key) return;
    told.current = key;
    void client.invalidateQueries({ queryKey: ['credits'] });
    callback.current?.(run);
  }, [client, key, run]);
}

'use client';

import { IconActivity } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { hasEnded, openRunsQuery, type Run, runQuery } from '#client/runs.ts';
import { Anchor, Button, Popover, Stack, Text, tell } from '#components/ui/index.ts';
import { RunProgress } from './run-progress.tsx';
import { endWords, needsPerson } from './words.ts';

/** Runs that took at least this long are announced when they end: the person has turned to something else by then. */
const LONG_MS = 10_000;
const SHOWN = 6;

/** What is under way, always in sight in the top bar; tells when a long run has ended. */
export function RunningWork() {
  const runs = useQuery(openRunsQuery()).data?.data;
  useEndsTold(runs);
  if (!runs || runs.length === 0) return null;
  const waiting = runs.filter(needsPerson).length;
  const words = `${runs.length} under way${waiting > 0 ? `, ${waiting} waiting for you` : ''}`;
  return (
    <Popover width={380} position="bottom-end" shadow="md" withArrow>
      <Popover.Target>
        <Button
          variant="light"
          size="compact-sm"
          {...(waiting > 0 ? { color: 'yellow' } : {})}
          leftSection={<IconActivity size={15} aria-hidden />}
          aria-label={`Running work: ${words}`}
        >
          {words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          {runs.slice(0, SHOWN).map((run) => (
            <Stack gap={2} key={run.id}>
              <Anchor component={Link} href={`/runs/${run.id}`} fw={600} fz="sm">
                {run.title}, {run.siteName}
              </Anchor>
              <RunProgress runId={run.id} compact />
            </Stack>
          ))}
          {runs.length > SHOWN ? <Text c="dimmed">and {runs.length - SHOWN} more</Text> : null}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function useEndsTold(runs: Run[] | undefined): void {
  const client = useQueryClient();
  const before = useRef(new Map<string, Run>());
  useEffect(() => {
    if (!runs) return;
    const gone = [...before.current.values()].filter((run) => !runs.some((now) => now.id === run.id));
    before.current = new Map(runs.map((run) => [run.id, run]));
    for (const { id } of gone) {
      void client.fetchQuery({ ...runQuery(id), staleTime: 0 }).then((run) => {
        const took = run.finishedAt
          ? new Date(run.finishedAt).getTime() - new Date(run.createdAt).getTime()
          : 0;
        if (hasEnded(run) && took >= LONG_MS && !run.automationRunId)
          tell(`${run.title}, ${run.siteName}. ${endWords(run)}`);
      });
    }
  }, [client, runs]);
}

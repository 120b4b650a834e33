'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { automationKeys, automationQuery, latestAutomationRunQuery } from '#client/automation.ts';
import { ErrorState, Page, Skeleton } from '#components/ui/index.ts';
import { useMayEdit } from '#components/workspace/hooks.ts';
import { READ_ONLY, ReadOnlyNote } from '#components/workspace/read-only.tsx';
import { AutomationRunCard } from './automation-run-card.tsx';
import { History } from './history.tsx';
import { RunNow } from './run-now.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { StagesForm } from './stages-form.tsx';

/** One page for a site's work that goes on by itself: run now, schedule, stages, what happened. */
export function AutomationPage({ siteId }: { siteId: string }) {
  const automation = useQuery(automationQuery(siteId));
  const latest = useQuery(latestAutomationRunQuery(siteId)).data;
  const readOnly = !useMayEdit(siteId);
  const open = latest?.finishedAt === null;
  useRefreshWhenItMoves(siteId, latest ? `${latest.id}:${latest.status}` : '');
  return (
    <Page
      title="Automation"
      description="From keywords to pictures without a hand: as many items as you say, within the credits you say."
      actions={
        <RunNow siteId={siteId} refused={readOnly ? READ_ONLY : open ? 'One is at work already.' : null} />
      }
    >
      <ReadOnlyNote siteId={siteId} />
      {automation.error ? <ErrorState error={automation.error} retry={() => automation.refetch()} /> : null}
      {latest ? <AutomationRunCard siteId={siteId} run={latest} readOnly={readOnly} /> : null}
      {automation.data ? (
        <>
          <StagesForm
            key={`stages-${automation.data.version}`}
            automation={automation.data}
            readOnly={readOnly}
          />
          <ScheduleForm
            key={`schedule-${automation.data.version}`}
            automation={automation.data}
            readOnly={readOnly}
          />
        </>
      ) : (
        <Skeleton height={420} />
      )}
      <History siteId={siteId} />
    </Page>
  );
}

/** A run that begins, ends or comes to stand changes the history, the month's spending, the balance and what waits. */
function useRefreshWhenItMoves(siteId: string, moved: string): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!moved) return;
    for (const queryKey of [
      [...automationKeys.runs(siteId), 'pages'],
      ['content', siteId],
      ['credits'],
      ['notices'],
    ])
      void client.invalidateQueries({ queryKey });
  }, [client, siteId, moved]);
}

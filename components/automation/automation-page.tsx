'use client';

import { useQuery } from '@tanstack/react-query';
import { automationQuery, automationRunsQuery } from '#client/automation.ts';
import { siteQuery } from '#client/sites.ts';
import { Alert, ErrorState, Page, Skeleton } from '#components/ui/index.ts';
import { GoCard } from './go-card.tsx';
import { History } from './history.tsx';
import { RunNow } from './run-now.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { StagesForm } from './stages-form.tsx';

/** One page for a site's work that goes on by itself: run now, schedule, stages, what happened. */
export function AutomationPage({ siteId }: { siteId: string }) {
  const automation = useQuery(automationQuery(siteId));
  const runs = useQuery(automationRunsQuery(siteId)).data?.data ?? [];
  const site = useQuery(siteQuery(siteId)).data;
  const readOnly = site?.role === 'viewer';
  const open = runs.find((run) => run.finishedAt === null);
  const latest = open ?? runs[0];
  return (
    <Page
      title="Automation"
      description="From keywords to pictures without a hand: as many items as you say, within the credits you say."
      actions={automation.data && !readOnly ? <RunNow siteId={siteId} disabled={open !== undefined} /> : null}
    >
      {readOnly ? <Alert>You may watch; an owner or editor of the account runs and changes it.</Alert> : null}
      {automation.error ? <ErrorState error={automation.error} retry={() => automation.refetch()} /> : null}
      {latest ? <GoCard siteId={siteId} run={latest} readOnly={readOnly} /> : null}
      {automation.data ? (
        <>
          <StagesForm key={`stages-${automation.data.version}`} automation={automation.data} readOnly={readOnly} />
          <ScheduleForm key={`schedule-${automation.data.version}`} automation={automation.data} readOnly={readOnly} />
        </>
      ) : (
        <Skeleton height={420} />
      )}
      <History runs={runs} />
    </Page>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { type AutomationRunData, automationHistoryQuery } from '#client/automation.ts';
import { rowsOf } from '#client/list.ts';
import {
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatNumber,
  LoadMore,
  Section,
  Stack,
  StatusBadge,
  When,
} from '#components/ui/index.ts';

/** Every run of the site's automation, the newest first. */
export function History({ siteId }: { siteId: string }) {
  const list = useInfiniteQuery(automationHistoryQuery(siteId));
  return (
    <Section title="History">
      <Stack gap="sm">
        {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
        <DataTable
          label="Past runs"
          columns={COLUMNS}
          rows={list.error ? [] : rowsOf<AutomationRunData>(list.data)}
          rowId={(run) => run.id}
          skeletonRows={3}
          empty={
            <EmptyState title="It has not run yet" description="Run it now, or switch its schedule on." />
          }
        />
        <LoadMore query={list} />
      </Stack>
    </Section>
  );
}

const COLUMNS: Column<AutomationRunData>[] = [
  { key: 'started', header: 'Started', cell: (run) => <When at={run.createdAt} /> },
  {
    key: 'trigger',
    header: 'By',
    wide: true,
    cell: (run) => (run.trigger === 'schedule' ? 'Schedule' : 'A person'),
  },
  { key: 'status', header: 'State', cell: (run) => <StatusBadge status={run.status} /> },
  {
    key: 'articles',
    header: 'Articles',
    align: 'right',
    wide: true,
    cell: (run) => run.stages.find((stage) => stage.stage === 'content')?.done ?? 0,
  },
  {
    key: 'images',
    header: 'Images',
    align: 'right',
    wide: true,
    cell: (run) => run.stages.find((stage) => stage.stage === 'images')?.done ?? 0,
  },
  { key: 'credits', header: 'Credits', align: 'right', cell: (run) => formatNumber(run.credits) },
  { key: 'ended', header: 'Ended', wide: true, cell: (run) => <When at={run.finishedAt} /> },
];

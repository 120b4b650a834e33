import type { AutomationRunData } from '#client/automation.ts';
import { type Column, DataTable, EmptyState, formatNumber, Section, StatusBadge, When } from '#components/ui/index.ts';

export function History({ runs }: { runs: readonly AutomationRunData[] }) {
  return (
    <Section title="History">
      <DataTable
        label="Past runs"
        columns={COLUMNS}
        rows={runs}
        rowId={(run) => run.id}
        empty={<EmptyState title="It has not run yet" description="Run it now, or switch its schedule on." />}
      />
    </Section>
  );
}

const COLUMNS: Column<AutomationRunData>[] = [
  { key: 'started', header: 'Started', cell: (run) => <When at={run.createdAt} /> },
  { key: 'trigger', header: 'By', wide: true, cell: (run) => (run.trigger === 'schedule' ? 'Schedule' : 'A person') },
  { key: 'status', header: 'State', cell: (run) => <StatusBadge status={run.status} /> },
  { key: 'articles', header: 'Articles', align: 'right', wide: true, cell: (run) => run.stages.find((stage) => stage.stage === 'content')?.done ?? 0 },
  { key: 'images', header: 'Images', align: 'right', wide: true, cell: (run) => run.stages.find((stage) => stage.stage === 'images')?.done ?? 0 },
  { key: 'credits', header: 'Credits', align: 'right', cell: (run) => formatNumber(run.credits) },
  { key: 'ended', header: 'Ended', wide: true, cell: (run) => <When at={run.finishedAt} /> },
];

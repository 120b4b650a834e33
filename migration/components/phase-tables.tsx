'use client';

import type { ReactNode } from 'react';
import { Accordion, DataTable, formatNumber, StatusBadge, Text } from '#components/ui/index.ts';
import type { PhaseView } from '../client.ts';

interface Props {
  phase: PhaseView;
}

function Fold({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  return (
    <Accordion variant="contained">
      <Accordion.Item value={name}>
        <Accordion.Control>{title}</Accordion.Control>
        <Accordion.Panel>{children}</Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

/** What the phase would do, or did. */
export function Effects({ phase }: Props) {
  if (phase.effects.length === 0) return null;
  return (
    <DataTable
      label={`${phase.isPlan ? 'Plan' : 'Effect'} of phase ${phase.phase}`}
      columns={[
        { key: 'what', header: phase.isPlan ? 'Planned' : 'Done', cell: (row) => row.what },
        { key: 'count', header: 'Count', align: 'right', cell: (row) => formatNumber(row.count) },
        { key: 'detail', header: 'Detail', wide: true, cell: (row) => <Text c="dimmed">{row.detail}</Text> },
      ]}
      rows={phase.effects}
      rowId={(row) => row.what}
      empty={null}
    />
  );
}

/** What the last verification checked. */
export function Findings({ phase }: Props) {
  if (phase.findings.length === 0) return null;
  const failed = phase.findings.filter((entry) => !entry.ok).length;
  return (
    <Fold
      name="checks"
      title={
        failed === 0
          ? `${phase.findings.length} checks, all right`
          : `${failed} of ${phase.findings.length} checks failed`
      }
    >
      <DataTable
        label={`Checks of phase ${phase.phase}`}
        columns={[
          {
            key: 'ok',
            header: 'Result',
            width: 110,
            cell: (row) => (
              <StatusBadge status={row.ok ? 'ok' : 'failed'} label={row.ok ? 'Right' : 'Wrong'} />
            ),
          },
          { key: 'what', header: 'Check', cell: (row) => row.what },
          {
            key: 'detail',
            header: 'Detail',
            wide: true,
            cell: (row) => <Text c="dimmed">{row.detail}</Text>,
          },
        ]}
        rows={phase.findings}
        rowId={(row) => row.what}
        empty={null}
      />
    </Fold>
  );
}

const TONE = { high: 'red', medium: 'orange', low: 'gray' } as const;

/** Every fault of the source, the gravest first, with what becomes of it. */
export function Faults({ phase }: Props) {
  if (phase.faults.length === 0) return null;
  return (
    <Fold name="faults" title={`${phase.faults.length} faults in the source`}>
      <DataTable
        label="Faults in the source"
        columns={[
          {
            key: 'severity',
            header: 'Severity',
            width: 110,
            cell: (row) => <StatusBadge status={row.severity} tone={TONE[row.severity]} />,
          },
          { key: 'table', header: 'Table', wide: true, cell: (row) => row.table },
          { key: 'count', header: 'Rows', align: 'right', cell: (row) => formatNumber(row.count) },
          { key: 'what', header: 'What', cell: (row) => row.what },
          { key: 'cure', header: 'Cure', cell: (row) => row.cure },
        ]}
        rows={phase.faults}
        rowId={(row) => `${row.table}:${row.code}:${row.pks.join()}`}
        empty={null}
      />
    </Fold>
  );
}

/** Choices that were not carried over as they stood. */
export function Listed({ phase }: Props) {
  if (phase.listed.length === 0) return null;
  return (
    <Fold name="listed" title={`${phase.listed.length} choices to look at`}>
      <DataTable
        label="Choices to look at"
        columns={[
          { key: 'where', header: 'Where', cell: (row) => `${row.table} ${row.pk}, ${row.member}` },
          { key: 'what', header: 'What', cell: (row) => row.what },
          { key: 'cure', header: 'Cure', cell: (row) => row.cure },
        ]}
        rows={phase.listed}
        rowId={(row) => `${row.table}:${row.pk}:${row.member}:${row.what}`}
        empty={null}
      />
    </Fold>
  );
}

/** How the rows of the source ended in this phase: the three figures add up to all of them. */
export function Outcomes({ phase }: Props) {
  if (phase.rows.length === 0) return null;
  return (
    <DataTable
      label={`Rows of phase ${phase.phase}`}
      columns={[
        { key: 'table', header: 'Rows of', cell: (row) => row.table },
        { key: 'imported', header: 'Imported', align: 'right', cell: (row) => formatNumber(row.imported) },
        { key: 'merged', header: 'Merged', align: 'right', cell: (row) => formatNumber(row.merged) },
        { key: 'listed', header: 'Listed', align: 'right', cell: (row) => formatNumber(row.listed) },
      ]}
      rows={phase.rows}
      rowId={(row) => row.table}
      empty={null}
    />
  );
}

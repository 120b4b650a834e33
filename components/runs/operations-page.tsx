'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type MatrixCellView, matrixQuery, type Run } from '#client/runs.ts';
import {
  Anchor,
  Box,
  type Column,
  DataTable,
  ErrorState,
  formatCredits,
  Page,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { priceWords, TRIGGER_WORDS } from './words.ts';

const TRIGGERS: readonly Run['trigger'][] = ['manual', 'automation', 'schedule', 'direct'];

/** Each operation on each way in with its last run: one engine, one price, whoever asks. Fed by real runs. */
export function OperationsPage() {
  const { data, error, refetch } = useQuery(matrixQuery());
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  const cells = data?.data ?? [];
  const operations = [...new Map(cells.map((cell) => [cell.operation, cell.title]))];
  return (
    <Page
      title="Operations by way in"
      description="The last real run of each operation on each way in: what was quoted, what was charged, and how it ended. All go through one engine."
    >
      <DataTable
        label="Operations by way in"
        columns={COLUMNS}
        rows={
          data
            ? operations.map(([operation, title]) => ({
                title,
                operation,
                cells: cells.filter((cell) => cell.operation === operation),
              }))
            : undefined
        }
        rowId={(row) => row.operation}
        empty={null}
      />
    </Page>
  );
}

interface Row {
  operation: Run['operation'];
  title: string;
  cells: MatrixCellView[];
}

const COLUMNS: Column<Row>[] = [
  { key: 'operation', header: 'Operation', cell: (row) => <Text fw={500}>{row.title}</Text> },
  ...TRIGGERS.map((trigger) => ({
    key: trigger,
    header: TRIGGER_WORDS[trigger],
    cell: (row: Row) => (
      <Box data-cell={`${row.operation}:${trigger}`} miw={150}>
        <Cell cell={row.cells.find((cell) => cell.trigger === trigger)} />
      </Box>
    ),
  })),
];

function Cell({ cell }: { cell: MatrixCellView | undefined }) {
  if (!cell?.last)
    return (
      <Text fz="sm" c="dimmed">
        Not run yet
      </Text>
    );
  const { last, runs } = cell;
  return (
    <Stack gap={2} align="flex-start">
      <Anchor component={Link} href={`/admin/runs/${last.id}`}>
        <StatusBadge status={last.status} />
      </Anchor>
      <Text fz="xs">
        Quoted {priceWords({ min: last.quoteMin, expected: last.quoteExpected, max: last.quoteMax })}
      </Text>
      <Text fz="xs">
        Charged {formatCredits(last.creditsCharged)} for {last.done} of {last.total}
      </Text>
      <Text fz="xs" c="dimmed">
        {last.servedModel}, <When at={last.createdAt} />, {runs} {runs === 1 ? 'run' : 'runs'}
      </Text>
      {last.errorMessage ? (
        <Text fz="xs" c="dimmed" lineClamp={2}>
          {last.errorMessage}
        </Text>
      ) : null}
    </Stack>
  );
}

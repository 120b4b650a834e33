'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsString, useQueryStates } from 'nuqs';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import { runKeys } from '#client/run-keys.ts';
import type { Run } from '#client/runs.ts';
import {
  Anchor,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatCredits,
  Group,
  LoadMore,
  Page,
  Select,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { OPERATION_WORDS, TRIGGER_WORDS } from './words.ts';

const filters = {
  operation: parseAsString,
  status: parseAsString,
  trigger: parseAsString,
  accountId: parseAsString,
};
const STATUSES = ['queued', 'running', 'waiting', 'succeeded', 'partly_succeeded', 'failed', 'cancelled'];
const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** All AI runs of all accounts, for administrators. */
export function RunsPage() {
  const [state, setState] = useQueryStates(filters);
  const given = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null)) as Record<
    string,
    string
  >;
  const query = useInfiniteQuery({
    ...listQueryOptions<Run>(runKeys.list(given), 'admin/runs', given),
    refetchInterval: 5_000,
  });
  return (
    <Page
      title="Runs"
      description="Every AI operation of every account, whoever asked for it."
      actions={
        <Button variant="default" component={Link} href="/admin/operations">
          Operations by way in
        </Button>
      }
    >
      <Group gap="xs">
        <Select
          size="xs"
          aria-label="Operation"
          placeholder="Operation"
          clearable
          data={options(OPERATION_WORDS)}
          value={state.operation}
          onChange={(operation) => setState({ operation })}
        />
        <Select
          size="xs"
          aria-label="Status"
          placeholder="Status"
          clearable
          data={STATUSES.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
          value={state.status}
          onChange={(status) => setState({ status })}
        />
        <Select
          size="xs"
          aria-label="Way in"
          placeholder="Way in"
          clearable
          data={options(TRIGGER_WORDS)}
          value={state.trigger}
          onChange={(trigger) => setState({ trigger })}
        />
      </Group>
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Runs"
        columns={COLUMNS}
        rows={rowsOf(query.data)}
        rowId={(run) => run.id}
        empty={
          <EmptyState
            title={Object.keys(given).length > 0 ? 'No run fits the filters' : 'Nothing has been run yet'}
          />
        }
      />
      <LoadMore query={query} />
    </Page>
  );
}

const COLUMNS: Column<Run>[] = [
  {
    key: 'operation',
    header: 'Operation',
    cell: (run) => (
      <Stack gap={0}>
        <Anchor component={Link} href={`/admin/runs/${run.id}`}>
          {run.title}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {run.siteName}
        </Text>
      </Stack>
    ),
  },
  { key: 'status', header: 'Status', cell: (run) => <StatusBadge status={run.status} /> },
  { key: 'trigger', header: 'Way in', wide: true, cell: (run) => TRIGGER_WORDS[run.trigger] },
  {
    key: 'progress',
    header: 'Done',
    align: 'right',
    wide: true,
    cell: (run) => `${run.done} of ${run.total}`,
  },
  {
    key: 'quote',
    header: 'Quoted',
    align: 'right',
    wide: true,
    cell: (run) =>
      run.quote.min === run.quote.max ? run.quote.max : `${run.quote.expected}, at most ${run.quote.max}`,
  },
  { key: 'charged', header: 'Charged', align: 'right', cell: (run) => formatCredits(run.creditsCharged) },
  { key: 'model', header: 'Served by', wide: true, cell: (run) => run.servedModel.displayName },
  { key: 'who', header: 'Started by', wide: true, cell: (run) => run.startedByLabel },
  { key: 'when', header: 'When', wide: true, cell: (run) => <When at={run.createdAt} /> },
];

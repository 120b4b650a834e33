'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { call, query, type RowOf } from '#client/api.ts';
import { REGISTRY } from '#client/models.ts';
import { providerKeys } from '#client/providers.ts';
import {
  Anchor,
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Page,
  Stack,
  StatusBadge,
  Text,
  Usd,
  useAct,
  When,
} from '#components/ui/index.ts';

/** Models with an end, soonest first: who is concerned, what serves then, and what it would have cost. */
export function SuccessionPage() {
  const succession = useQuery(query('GET admin/succession'));
  const refresh = useAct({
    run: () => call('POST admin/succession/refresh'),
    refresh: [...REGISTRY, providerKeys.all],
    done: () => 'The providers were asked for their models.',
  });
  return (
    <Page
      title="Succession"
      description="Providers retire models every few months. At its end a model's successor serves by itself, at the price that site owners know."
      actions={
        <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>
          Ask the providers now
        </Button>
      }
    >
      {succession.error ? <ErrorState error={succession.error} retry={() => succession.refetch()} /> : null}
      <DataTable
        label="Models with an end"
        columns={COLUMNS}
        rows={succession.data?.data}
        rowId={(entry) => entry.id}
        empty={<EmptyState title="No model has an end" description="The providers have announced none." />}
      />
    </Page>
  );
}

const COLUMNS: Column<RowOf<'GET admin/succession'>>[] = [
  {
    key: 'model',
    header: 'Model',
    cell: (entry) => (
      <Stack gap={0}>
        <Anchor component={Link} href={`/admin/models/${entry.id}`} fw={500} fz="sm">
          {entry.displayName}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {entry.provider}
        </Text>
      </Stack>
    ),
  },
  { key: 'state', header: 'State', wide: true, cell: (entry) => <StatusBadge status={entry.status} /> },
  {
    key: 'end',
    header: 'Shuts down',
    cell: (entry) => (
      <Stack gap={2} align="flex-start">
        <When at={entry.shutdownAt} dayOnly />
        <Badge
          color={
            entry.daysLeft <= 0
              ? 'red'
              : entry.daysLeft <= 30
                ? 'orange'
                : entry.daysLeft <= 90
                  ? 'yellow'
                  : 'gray'
          }
        >
          {entry.daysLeft <= 0 ? 'Has ended' : `${entry.daysLeft} days left`}
        </Badge>
      </Stack>
    ),
  },
  {
    key: 'successor',
    header: 'Then serves',
    cell: (entry) =>
      entry.servedBy?.displayName ?? entry.successor?.displayName ?? <Badge color="red">Nothing</Badge>,
  },
  {
    key: 'sites',
    header: 'Sites concerned',
    wide: true,
    cell: (entry) =>
      entry.sites.length === 0
        ? 'None'
        : entry.sites
            .map((site) => site.name)
            .slice(0, 4)
            .join(', ') + (entry.sites.length > 4 ? ` and ${entry.sites.length - 4} more` : ''),
  },
  {
    key: 'cost',
    header: 'Cost of 30 days, and by the successor',
    wide: true,
    align: 'right',
    cell: (entry) =>
      entry.usage ? (
        <span>
          <Usd value={entry.usage.costUsd} /> → <Usd value={entry.usage.successorCostUsd} />
        </span>
      ) : (
        'Not used'
      ),
  },
];

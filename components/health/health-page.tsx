'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type HealthView as Check, healthQuery } from '#client/health.ts';
import {
  Anchor,
  Button,
  type Column,
  DataTable,
  ErrorState,
  Page,
  Stack,
  StatusBadge,
  Text,
} from '#components/ui/index.ts';

const WORDS: Record<Check['state'], string> = { ok: 'Well', warning: 'Look at it', failing: 'Failing' };

/** Each part that the platform needs, and where to mend it. */
export function HealthPage() {
  const query = useQuery(healthQuery());
  const ill = query.data?.data.filter((check) => check.state !== 'ok').length ?? 0;
  return (
    <Page
      title="Health"
      description={
        ill === 0
          ? 'Everything that the platform needs is there.'
          : `${ill} of ${query.data?.data.length} parts need a look.`
      }
      actions={
        <Button variant="default" loading={query.isFetching} onClick={() => query.refetch()}>
          Check again
        </Button>
      }
    >
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Health"
        columns={COLUMNS}
        rows={query.data?.data}
        rowId={(check) => check.key}
        empty={null}
      />
    </Page>
  );
}

const COLUMNS: Column<Check>[] = [
  {
    key: 'title',
    header: 'Part',
    cell: (check) =>
      check.link ? (
        <Anchor component={Link} href={check.link} fw={500} fz="sm">
          {check.title}
        </Anchor>
      ) : (
        <Text fw={500} fz="sm">
          {check.title}
        </Text>
      ),
  },
  {
    key: 'state',
    header: 'State',
    cell: (check) => <StatusBadge status={check.state} label={WORDS[check.state]} />,
  },
  {
    key: 'detail',
    header: 'What was found',
    cell: (check) => (
      <Stack gap={2}>
        <Text fz="sm">{check.detail}</Text>
        {check.remedy ? (
          <Text fz="sm" fw={500}>
            {check.remedy}
          </Text>
        ) : null}
      </Stack>
    ),
  },
  {
    key: 'meaning',
    header: 'What it is for',
    wide: true,
    cell: (check) => (
      <Text fz="sm" c="dimmed" maw={320}>
        {check.meaning}
      </Text>
    ),
  },
];

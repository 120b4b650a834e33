'use client';

import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { apiUrl } from '#client/http.ts';
import { type AuditView, identityKeys } from '#client/identity.ts';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import {
  Button,
  type Column,
  DataTable,
  DateInput,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Page,
  SearchInput,
  Stack,
  Text,
  When,
} from '#components/ui/index.ts';
import { Changes } from './changes.tsx';

const filters = {
  actor: parseAsString.withDefault(''),
  action: parseAsString.withDefault(''),
  from: parseAsString,
  until: parseAsString,
};
/** The beginning of a day of the reader's, or of the day after it: `until` a day means with it. */
function asTime(day: string | null, daysLater = 0): string | undefined {
  if (!day) return undefined;
  const time = new Date(`${day}T00:00:00`);
  time.setDate(time.getDate() + daysLater);
  return time.toISOString();
}

/** Who changed what, when and from where, field by field. */
export function AuditPage() {
  const [state, setState] = useQueryStates(filters);
  const given = {
    actor: state.actor,
    action: state.action,
    from: asTime(state.from),
    until: asTime(state.until, 1),
  };
  const query = useInfiniteQuery(
    listQueryOptions<AuditView>([...identityKeys.audit, given], 'admin/audit-events', given),
  );
  const filtered = Object.values(given).some(Boolean);
  return (
    <Page
      title="Audit"
      description="Every change, in the words of the fields that changed. Keys never stand here."
      actions={
        <Button
          component="a"
          href={apiUrl('admin/audit-events', { ...given, format: 'csv' })}
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          Export CSV
        </Button>
      }
    >
      <Group gap="xs">
        <SearchInput
          label="Search a person"
          width={200}
          value={state.actor}
          onChange={(actor) => setState({ actor: actor || null })}
        />
        <SearchInput
          label="Search an act or object"
          value={state.action}
          onChange={(action) => setState({ action: action || null })}
        />
        <DateInput
          size="xs"
          w={140}
          aria-label="From"
          placeholder="From"
          clearable
          value={state.from}
          onChange={(from) => setState({ from })}
        />
        <DateInput
          size="xs"
          w={140}
          aria-label="Until"
          placeholder="Until"
          clearable
          value={state.until}
          onChange={(until) => setState({ until })}
        />
      </Group>
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Audit events"
        columns={COLUMNS}
        rows={rowsOf(query.data)}
        rowId={(event) => event.id}
        empty={<EmptyState title={filtered ? 'No event fits the filters' : 'Nothing has been changed yet'} />}
      />
      <LoadMore query={query} />
    </Page>
  );
}

const COLUMNS: Column<AuditView>[] = [
  { key: 'at', header: 'When', cell: (event) => <When at={event.at} /> },
  {
    key: 'who',
    header: 'Who',
    cell: (event) => (
      <Stack gap={0}>
        <Text fz="sm">{event.actorLabel}</Text>
        {event.address ? (
          <Text fz="xs" c="dimmed">
            {event.address}
          </Text>
        ) : null}
      </Stack>
    ),
  },
  {
    key: 'what',
    header: 'What',
    cell: (event) => (
      <Stack gap={0}>
        <Text fz="sm" fw={500}>
          {event.action.replace('.', ': ').replaceAll('_', ' ')}
        </Text>
        <Text fz="xs" c="dimmed">
          {event.objectLabel}
        </Text>
      </Stack>
    ),
  },
  {
    key: 'changes',
    header: 'Before and after',
    cell: (event) => <Changes before={event.before} after={event.after} reason={event.reason} />,
  },
];

'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { type AuditView, identityKeys } from '#client/identity.ts';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import {
  Box,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Section,
  Skeleton,
  Stack,
  Text,
  When,
} from '#components/ui/index.ts';
import { Changes } from './changes.tsx';

/** Everything that was done to one thing, newest first. Administrators only. */
export function History({ objectId }: { objectId: string }) {
  const query = useInfiniteQuery(
    listQueryOptions<AuditView>([...identityKeys.audit, 'object', objectId], 'admin/audit-events', {
      objectId,
      limit: 10,
    }),
  );
  const events = rowsOf(query.data);
  return (
    <Section title="History" description="Who changed what, before and after.">
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={60} /> : null}
      {events?.length === 0 ? <EmptyState title="Nothing has been changed yet" /> : null}
      <Stack gap="sm">
        {events?.map((event) => (
          <Group key={event.id} align="flex-start" gap="md" wrap="wrap">
            <Box w={220}>
              <Text fz="sm" fw={500}>
                {event.action.replace('.', ': ').replaceAll('_', ' ')}
              </Text>
              <Text fz="xs" c="dimmed">
                {event.actorLabel}, <When at={event.at} />
              </Text>
            </Box>
            <Box style={{ flex: '1 1 280px' }}>
              <Changes before={event.before} after={event.after} reason={event.reason} />
            </Box>
          </Group>
        ))}
        <LoadMore query={query} />
      </Stack>
    </Section>
  );
}

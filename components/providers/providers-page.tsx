'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type ProviderView, providersQuery } from '#client/providers.ts';
import {
  Anchor,
  Badge,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  Page,
  Stack,
  Text,
  When,
} from '#components/ui/index.ts';
import { Health } from './health.tsx';

export function ProvidersPage() {
  const query = useQuery(providersQuery());
  return (
    <Page
      title="Providers"
      description="Outside services and their keys. A key goes in once and is never shown again."
    >
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Providers"
        columns={COLUMNS}
        rows={query.data?.data}
        rowId={(provider) => provider.id}
        empty={
          <EmptyState title="No providers" description="The seed makes them; start the installation again." />
        }
      />
    </Page>
  );
}

const KIND: Record<ProviderView['kind'], string> = { ai: 'AI', email: 'E-mail', payment: 'Payment' };

const KEY: Record<string, string> = { api_key: 'API key', webhook_secret: 'Webhook secret' };

const COLUMNS: Column<ProviderView>[] = [
  {
    key: 'name',
    header: 'Provider',
    cell: (provider) => (
      <Stack gap={0}>
        <Group gap={6}>
          <Anchor component={Link} href={`/admin/providers/${provider.id}`} fw={500} fz="sm">
            {provider.name}
          </Anchor>
          {provider.isSandbox ? <Badge color="yellow">Sandbox</Badge> : null}
        </Group>
        <Text fz="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {provider.baseUrl}
        </Text>
      </Stack>
    ),
  },
  { key: 'kind', header: 'Kind', wide: true, cell: (provider) => KIND[provider.kind] },
  { key: 'health', header: 'Health', cell: (provider) => <Health provider={provider} /> },
  {
    key: 'keys',
    header: 'Keys',
    wide: true,
    cell: (provider) => {
      const live = provider.credentials.filter((credential) => credential.status !== 'revoked');
      return live.length === 0 ? (
        <Text c="dimmed" fz="sm">
          None
        </Text>
      ) : (
        live.map((credential) => (
          <Text key={credential.id} fz="sm">
            {KEY[credential.name] ?? credential.name}{' '}
            <Text span ff="monospace">
              …{credential.lastFour ?? ''}
            </Text>
          </Text>
        ))
      );
    },
  },
  { key: 'tested', header: 'Last test', wide: true, cell: (provider) => <When at={provider.tests[0]?.at} /> },
  { key: 'models', header: 'Models', align: 'right', wide: true, cell: (provider) => provider.modelCount },
];

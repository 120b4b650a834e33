'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ProviderView, providerKeys, providerQuery, testConnection } from '#client/providers.ts';
import { History } from '#components/audit/history.tsx';
import {
  Alert,
  Badge,
  Button,
  type Column,
  DataTable,
  ErrorState,
  Group,
  Page,
  Section,
  Skeleton,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { Address } from './address.tsx';
import { Health } from './health.tsx';
import { TestResult } from './key-form.tsx';
import { Keys } from './keys.tsx';
import { SwitchButton } from './switch-button.tsx';

export function ProviderPage({ id }: { id: string }) {
  const client = useQueryClient();
  const { data: provider, error, refetch } = useQuery(providerQuery(id));
  const test = useMutation({
    mutationFn: () => testConnection(id, {}),
    onSettled: () => client.invalidateQueries({ queryKey: providerKeys.all }),
  });
  if (error) return <ErrorState error={error} retry={() => refetch()} />;
  if (!provider) return <Skeleton height={400} />;
  const canTest =
    provider.hasAdapter && provider.credentials.some((credential) => credential.status !== 'revoked');
  return (
    <Page
      title={
        <Group gap="sm">
          {provider.name}
          <Health provider={provider} />
          {provider.isSandbox ? <Badge color="yellow">Sandbox</Badge> : null}
        </Group>
      }
      description={provider.healthDetail ?? undefined}
      actions={
        <>
          <Button
            variant="default"
            loading={test.isPending}
            disabled={!canTest}
            onClick={() => test.mutate()}
          >
            Test connection
          </Button>
          <SwitchButton provider={provider} />
        </>
      }
    >
      {test.data ? <TestResult result={test.data} /> : null}
      {test.error ? <Alert color="red">{test.error.message}</Alert> : null}
      <Keys provider={provider} />
      <Address provider={provider} />
      <Section title="Last tests" description="What each call to the provider's list of models said.">
        {provider.tests.length === 0 ? (
          <Text c="dimmed">Not tested yet.</Text>
        ) : (
          <Stack gap={0}>
            <DataTable
              label="Last tests"
              columns={TESTS}
              rows={provider.tests}
              rowId={(row) => row.id}
              empty={null}
            />
          </Stack>
        )}
      </Section>
      <History objectId={provider.id} />
    </Page>
  );
}

const TESTS: Column<ProviderView['tests'][number]>[] = [
  { key: 'at', header: 'When', cell: (row) => <When at={row.at} /> },
  {
    key: 'ok',
    header: 'Result',
    cell: (row) => <StatusBadge status={row.ok ? 'ok' : 'failed'} label={row.ok ? 'Worked' : 'Failed'} />,
  },
  { key: 'latency', header: 'Latency', align: 'right', cell: (row) => `${row.latencyMs} ms` },
  { key: 'models', header: 'Models seen', align: 'right', wide: true, cell: (row) => row.modelsSeen ?? '–' },
  { key: 'error', header: 'Error', wide: true, cell: (row) => row.error ?? '–' },
];

'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Answer, query } from '#client/api.ts';
import {
  Alert,
  ErrorState,
  formatNumber,
  Skeleton,
  Stack,
  Table,
  Text,
  Usd,
  useDebouncedValue,
} from '#components/ui/index.ts';
import { Margin, ProviderCost } from './margin.tsx';

interface Draft {
  tokensPerCredit?: number;
  creditsPerImage?: number;
  replacesModelId?: string;
}

/**
 * What a draft price of a model, or putting it in the place of another, would have meant over the last 30 days of real usage:
 * in total, for the margin, and account by account. Shown before anything is saved.
 */
export function PricePreview({ modelId, draft }: { modelId: string; draft: Draft }) {
  const [settled] = useDebouncedValue(draft, 300);
  const preview = useQuery({
    ...query('POST admin/ai-models/{id}/prices/preview', { params: { id: modelId }, body: settled }),
    staleTime: 60_000,
    placeholderData: (previous) => previous,
  });
  if (preview.error)
    return (
      <ErrorState
        error={preview.error}
        retry={() => preview.refetch()}
        title="The effect could not be computed"
      />
    );
  if (!preview.data) return <Skeleton height={140} aria-label="Computing the effect" />;
  const r = preview.data;
  const { calls } = r;
  if (calls === 0)
    return <Text c="dimmed">No use in the last {r.days} days, so nothing to compare with.</Text>;
  return (
    <Stack gap="sm" aria-live="polite">
      <Text fw={600}>
        The last {r.days} days at this price: {formatNumber(calls)} calls, {r.accountsConcerned}{' '}
        {r.accountsConcerned === 1 ? 'account' : 'accounts'}
      </Text>
      <Table aria-label="Before and after">
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th ta="right">As it was</Table.Th>
            <Table.Th ta="right">With the change</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Line
            label="Credits"
            before={formatNumber(r.before.credits)}
            after={formatNumber(r.after.credits)}
          />
          <Line
            label="Revenue"
            before={<Usd value={r.before.revenueUsd} />}
            after={<Usd value={r.after.revenueUsd} />}
          />
          <Line
            label="Provider cost"
            before={<ProviderCost of={{ calls, ...r.before }} />}
            after={<ProviderCost of={{ calls, ...r.after }} />}
          />
          <Line
            label="Margin"
            before={<Margin of={{ calls, ...r.before }} />}
            after={<Margin of={{ calls, ...r.after }} />}
          />
        </Table.Tbody>
      </Table>
      {r.after.negative ? (
        <Alert color="red" title="This would lose money">
          The provider would take more than these credits bring in.
        </Alert>
      ) : null}
      <Accounts rows={r.accounts.filter((row) => row.change !== 0).slice(0, 8)} more={r.accountsConcerned} />
    </Stack>
  );
}

const Line = ({ label, before, after }: { label: string; before: ReactNode; after: ReactNode }) => (
  <Table.Tr>
    <Table.Th scope="row">{label}</Table.Th>
    <Table.Td ta="right">{before}</Table.Td>
    <Table.Td ta="right">{after}</Table.Td>
  </Table.Tr>
);

function Accounts({
  rows,
  more,
}: {
  rows: Answer<'POST admin/ai-models/{id}/prices/preview'>['accounts'];
  more: number;
}) {
  if (rows.length === 0) return <Text c="dimmed">No account would have paid anything else.</Text>;
  return (
    <Table aria-label="Accounts concerned most">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Account</Table.Th>
          <Table.Th ta="right">Paid</Table.Th>
          <Table.Th ta="right">Would pay</Table.Th>
          <Table.Th ta="right">Change</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.accountId}>
            <Table.Td>{row.account}</Table.Td>
            <Table.Td ta="right">{formatNumber(row.before)}</Table.Td>
            <Table.Td ta="right">{formatNumber(row.after)}</Table.Td>
            <Table.Td ta="right">
              {row.change > 0 ? '+' : '−'}
              {formatNumber(Math.abs(row.change))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      {more > rows.length ? <Table.Caption>The accounts that change most.</Table.Caption> : null}
    </Table>
  );
}

'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type TransactionView, transactionsQuery } from '#client/credits.ts';
import { rowsOf } from '#client/list.ts';
import {
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatNumber,
  LoadMore,
  Section,
  Select,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { operationLabel } from './words.ts';

const KINDS = ['grant', 'purchase', 'usage', 'refund', 'adjustment', 'expiry'] as const;
const TONES: Record<string, string> = {
  grant: 'green',
  purchase: 'green',
  usage: 'gray',
  refund: 'accent',
  adjustment: 'yellow',
  expiry: 'orange',
};

const columns: Column<TransactionView>[] = [
  { key: 'at', header: 'When', cell: (row) => <When at={row.at} /> },
  {
    key: 'kind',
    header: 'Kind',
    wide: true,
    cell: (row) => <StatusBadge status={row.kind} tone={TONES[row.kind] ?? 'gray'} />,
  },
  {
    key: 'what',
    header: 'What for',
    cell: (row) => row.reason ?? (row.operation ? operationLabel(row.operation) : '–'),
  },
  { key: 'by', header: 'By', wide: true, cell: (row) => row.actor },
  {
    key: 'amount',
    header: 'Credits',
    align: 'right',
    cell: (row) => (
      <Text span fz="inherit" fw={500} {...(row.amount > 0 ? { c: 'green' } : {})}>
        {row.amount > 0 ? '+' : row.amount < 0 ? '−' : ''}
        {formatNumber(Math.abs(row.amount))}
      </Text>
    ),
  },
  {
    key: 'after',
    header: 'Balance',
    align: 'right',
    wide: true,
    cell: (row) => formatNumber(row.balanceAfter),
  },
];

/** Every movement of the balance, as booked; nothing here is ever changed or removed. */
export function Ledger({ accountId }: { accountId: string }) {
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(KINDS));
  const query = useInfiniteQuery(transactionsQuery({ accountId, kind }));
  return (
    <Section
      title="Ledger"
      description="Every movement of the balance. What is booked stays; corrections are entries of their own."
      actions={
        <Select
          size="xs"
          w={150}
          aria-label="Kind"
          placeholder="Every kind"
          clearable
          data={KINDS.map((value) => ({ value, label: operationLabel(value) }))}
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
        />
      }
    >
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Ledger"
        columns={columns}
        rows={rowsOf(query.data)}
        rowId={(row) => row.id}
        empty={
          <EmptyState title="Nothing booked yet" description="Grants, charges and refunds appear here." />
        }
      />
      <LoadMore query={query} />
    </Section>
  );
}

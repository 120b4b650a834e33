'use client';

import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type SummaryView, summaryQuery, type UsageView, usageFile, usageQuery } from '#client/credits.ts';
import { rowsOf } from '#client/list.ts';
import {
  Anchor,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatNumber,
  Group,
  LoadMore,
  Section,
  Select,
  StatusBadge,
  Text,
  Usd,
  VisuallyHidden,
  When,
} from '#components/ui/index.ts';
import { Receipt } from './receipt.tsx';
import { usePeriod } from './use-period.ts';
import { operationLabel } from './words.ts';

const TRIGGERS = ['manual', 'automation', 'schedule', 'direct'] as const;
const filters = {
  operation: parseAsString,
  modelId: parseAsString,
  siteId: parseAsString,
  trigger: parseAsStringLiteral(TRIGGERS),
};

/** The usage log: one row per priced call, filtered by the address, with a receipt behind each. `admin` adds the account and what the call cost us. */
export function UsageLog({ admin = false, accountId }: { admin?: boolean; accountId?: string | undefined }) {
  const [{ receipt, ...filter }, set] = useQueryStates({ ...filters, receipt: parseAsString });
  const { from } = usePeriod();
  const query = useInfiniteQuery(usageQuery(admin, { accountId, from, ...filter }));
  const summary = useQuery(summaryQuery(admin, { accountId, from })).data;
  const filtered = Object.values(filter).some(Boolean);
  const choice = (
    label: string,
    name: 'operation' | 'modelId' | 'siteId' | 'trigger',
    data: { value: string; label: string }[],
  ) => (
    <Select
      size="xs"
      w={150}
      aria-label={label}
      placeholder={label}
      clearable
      searchable
      data={data}
      value={filter[name]}
      onChange={(value) => set({ [name]: value })}
    />
  );
  return (
    <Section
      title="Usage log"
      description="One row for each call, with its receipt."
      actions={
        <Button
          component="a"
          variant="default"
          href={usageFile(admin, { accountId, from, ...filter })}
          leftSection={<IconDownload size={15} aria-hidden />}
          download
        >
          Export CSV
        </Button>
      }
    >
      <Group gap="xs" mb="sm">
        {choice('Operation', 'operation', options(summary?.byOperation))}
        {choice('Model', 'modelId', options(summary?.byModel))}
        {admin ? null : choice('Site', 'siteId', options(summary?.bySite))}
        {choice(
          'Trigger',
          'trigger',
          TRIGGERS.map((value) => ({ value, label: operationLabel(value) })),
        )}
        {filtered ? (
          <Button
            variant="subtle"
            onClick={() => set({ operation: null, modelId: null, siteId: null, trigger: null })}
          >
            Clear
          </Button>
        ) : null}
      </Group>
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Usage log"
        columns={columnsOf(admin, admin && !accountId, (id) => set({ receipt: id }))}
        rows={rowsOf(query.data)}
        rowId={(row) => row.id}
        empty={
          <EmptyState
            title={filtered ? 'No call fits these filters' : 'No calls in this period'}
            description="Each AI call that is priced leaves a row here, also when it cost nothing."
          />
        }
      />
      <LoadMore query={query} />
      {receipt ? <Receipt id={receipt} onClose={() => set({ receipt: null })} /> : null}
    </Section>
  );
}

const options = (shares: SummaryView['byModel'] | undefined) =>
  (shares ?? []).flatMap((share) =>
    share.id === null
      ? []
      : [{ value: share.id, label: share.label === null ? share.id : operationLabel(share.label) }],
  );

function columnsOf(admin: boolean, manyAccounts: boolean, open: (id: string) => void): Column<UsageView>[] {
  return [
    {
      key: 'at',
      header: 'When',
      cell: (row) => (
        <Anchor component="button" type="button" fz="inherit" onClick={() => open(row.id)}>
          <VisuallyHidden>Receipt of </VisuallyHidden>
          <When at={row.at} />
        </Anchor>
      ),
    },
    ...(manyAccounts
      ? [{ key: 'account', header: 'Account', wide: true, cell: (row: UsageView) => row.account ?? '–' }]
      : []),
    { key: 'operation', header: 'Operation', cell: (row) => operationLabel(row.operation) },
    {
      key: 'model',
      header: 'Model',
      wide: true,
      cell: (row) =>
        row.servedBy && row.servedBy !== row.model
          ? `${row.model}, served by ${row.servedBy}`
          : (row.model ?? '–'),
    },
    { key: 'site', header: 'Site', wide: true, cell: (row) => row.site ?? '–' },
    { key: 'trigger', header: 'Trigger', wide: true, cell: (row) => operationLabel(row.trigger) },
    {
      key: 'used',
      header: 'Used',
      align: 'right',
      wide: true,
      cell: (row) =>
        row.images === null
          ? `${formatNumber((row.inputTokens ?? 0) + (row.outputTokens ?? 0))} tokens`
          : `${formatNumber(row.images)} ${row.images === 1 ? 'image' : 'images'}`,
    },
    {
      key: 'credits',
      header: 'Credits',
      align: 'right',
      cell: (row) => (
        <Text span fz="inherit" fw={500}>
          {formatNumber(row.charged)}
        </Text>
      ),
    },
    ...(admin
      ? [
          {
            key: 'cost',
            header: 'Our cost',
            align: 'right' as const,
            wide: true,
            cell: (row: UsageView) => <Usd value={row.providerCostUsd} />,
          },
        ]
      : []),
    { key: 'outcome', header: 'Outcome', wide: true, cell: (row) => <StatusBadge status={row.outcome} /> },
  ];
}

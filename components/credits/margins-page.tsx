'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { creditKeys, type MarginsView, marginsQuery, moneyQuery, setMoney } from '#client/credits.ts';
import {
  Alert,
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatCount,
  formatNumber,
  formatUsd,
  Group,
  Modal,
  Page,
  Section,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Usd,
  useAct,
} from '#components/ui/index.ts';
import { Figure } from './figure.tsx';
import { formatPercent, Margin, ProviderCost } from './margin.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageLog } from './usage-log.tsx';
import { usePeriod } from './use-period.ts';

type Row = MarginsView['models'][number];

const columns: Column<Row>[] = [
  { key: 'model', header: 'Model', cell: (row) => row.model ?? 'Unknown (imported)' },
  { key: 'calls', header: 'Calls', align: 'right', wide: true, cell: (row) => formatNumber(row.calls) },
  { key: 'charged', header: 'Credits', align: 'right', wide: true, cell: (row) => formatNumber(row.charged) },
  {
    key: 'revenue',
    header: 'Revenue',
    align: 'right',
    wide: true,
    cell: (row) => <Usd value={row.revenueUsd} />,
  },
  { key: 'cost', header: 'Provider cost', align: 'right', cell: (row) => <ProviderCost of={row} /> },
  {
    key: 'margin',
    header: 'Margin',
    align: 'right',
    cell: (row) => (
      <Group gap={6} justify="flex-end" wrap="nowrap">
        {row.negative ? <Badge color="red">Loss</Badge> : null}
        <Text span fz="inherit" fw={600} {...(row.negative ? { c: 'red' } : {})}>
          <Margin of={row} />
        </Text>
      </Group>
    ),
  },
];

/** What all accounts used, what it brought in and what it cost, model by model; a loss stands out. */
export function MarginsPage() {
  const { from } = usePeriod();
  const query = useQuery(marginsQuery({ from }));
  const [editing, setEditing] = useState(false);
  const m = query.data;
  const uncosted = m?.models.filter((model) => model.uncosted > 0) ?? [];
  const losses = m?.models.filter((model) => model.negative) ?? [];
  return (
    <Page
      title="Usage and margins"
      description="What every account used, what it brought in, and what the providers take for it."
    >
      <Stack gap="lg">
        {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
        {uncosted.length > 0 ? (
          <Alert color="yellow" title="The cost of some calls is not known">
            {uncosted
              .map(
                (model) =>
                  `${model.model ?? 'Unknown'} (${formatNumber(model.uncosted)} of ${formatCount(model.calls, 'call')})`,
              )
              .join(', ')}
            : enter what the provider takes on the page of the model that serves, so that later calls count.
          </Alert>
        ) : null}
        {losses.length > 0 ? (
          <Alert
            color="red"
            title={losses.length === 1 ? 'One model loses money' : `${losses.length} models lose money`}
          >
            {losses.map((model) => model.model ?? 'Unknown').join(', ')}: the provider took more than the
            credits brought in.
          </Alert>
        ) : null}
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
          <Figure label="Revenue" note={m ? `${formatNumber(m.total.charged)} credits` : undefined}>
            {m ? <Usd value={m.total.revenueUsd} /> : '–'}
          </Figure>
          <Figure
            label="Provider cost"
            note={
              m && m.total.uncosted > 0
                ? `without ${formatCount(m.total.uncosted, 'call')} of unknown cost`
                : undefined
            }
          >
            {m ? <Usd value={m.total.providerCostUsd} /> : '–'}
          </Figure>
          <Figure
            label="Margin"
            note={m ? formatPercent(m.total.marginPerMille) : undefined}
            {...(m?.total.negative ? { tone: 'red' as const } : {})}
          >
            {m ? <Usd value={m.total.marginUsd} /> : '–'}
          </Figure>
          <Figure
            label="A credit sells for"
            note={
              <Button variant="subtle" size="compact-xs" px={0} onClick={() => setEditing(true)}>
                Change
              </Button>
            }
          >
            {m ? formatUsd(m.usdPerCredit) : '–'}
          </Figure>
        </SimpleGrid>
        <Section
          title="Margin by model"
          description="The worst first. Revenue is credits charged times what a credit sells for."
        >
          <DataTable
            label="Margin by model"
            columns={columns}
            rows={m?.models}
            rowId={(row) => row.modelId ?? 'none'}
            empty={<EmptyState title="Nothing was charged in this period" />}
          />
        </Section>
        <UsageChart admin />
        <UsageLog admin />
      </Stack>
      {editing ? <MoneyDialog onClose={() => setEditing(false)} /> : null}
    </Page>
  );
}

function MoneyDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery({ ...moneyQuery(), staleTime: 0 });
  const [text, setText] = useState<string>();
  const value = text ?? query.data?.usdPerCredit ?? '';
  const save = useAct({
    run: (usd: string) => setMoney(usd, query.data?.version ?? 0),
    refresh: [creditKeys.all],
    done: (money) => `Reports now reckon with ${formatUsd(money.usdPerCredit)} a credit.`,
    undo: (money) => () => setMoney(query.data?.usdPerCredit ?? money.usdPerCredit, money.version),
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title="What a credit sells for">
      <Stack gap="md">
        <TextInput
          label="US dollars a credit"
          description="Changes these reports alone, never a charge."
          value={value}
          onChange={(event) => setText(event.currentTarget.value)}
          inputMode="decimal"
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={!/^\d{1,7}(\.\d{1,6})?$/.test(value)}
            loading={save.isPending}
            onClick={() => save.mutate(value)}
          >
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  Button,
  Chart,
  DataTable,
  EmptyState,
  ErrorState,
  formatNumber,
  Group,
  NumberInput,
  Section,
  Stack,
  Tabs,
  Text,
  useAct,
} from '#components/ui/index.ts';
import { changeMigration, type ImpactView, impactCsvUrl, impactQuery, migrationKeys } from '../client.ts';

type Moved = ImpactView['total'];
const CHARTED = 12;
const SERIES = [
  { name: 'oldCredits', label: 'Then' },
  { name: 'newCredits', label: 'Now' },
];

const percent = (change: number | null) => (change === null ? '–' : `${change > 0 ? '+' : ''}${change}%`);

/** What the history would have cost by the new rules, before phase 4 makes them count, and the limit that holds it back. */
export function ImpactSection({ maxChange }: { maxChange: number | null }) {
  const { data, error, refetch } = useQuery(impactQuery());
  return (
    <Section
      title="Financial impact"
      description="The usage history priced by the new rules beside what was charged."
      actions={
        data && data.total.rows > 0 ? (
          <Button component="a" href={impactCsvUrl()} variant="default" size="xs" download>
            Download CSV
          </Button>
        ) : null
      }
    >
      <Stack gap="md">
        <Limit maxChange={maxChange} />
        {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
        {data && data.total.rows === 0 ? (
          <EmptyState
            title="Not known yet"
            description="Phase 2 runs the new calculation beside the old one."
          />
        ) : null}
        {data && data.total.rows > 0 ? <Report impact={data} /> : null}
      </Stack>
    </Section>
  );
}

function Limit({ maxChange }: { maxChange: number | null }) {
  const [value, setValue] = useState<string | number>(maxChange ?? '');
  const set = useAct<number | null>({
    run: (limit) => changeMigration({ maxChange: limit }),
    done: (_, limit) => (limit === null ? 'There is no limit.' : `Phase 4 is refused past ${limit}%.`),
    refresh: [migrationKeys.status],
  });
  return (
    <Group align="flex-end" gap="sm">
      <NumberInput
        label="Refuse phase 4 past a change of"
        description="In percent of all credits; empty for no limit"
        min={0}
        suffix="%"
        value={value}
        onChange={setValue}
        w={260}
      />
      <Button
        variant="default"
        loading={set.isPending}
        onClick={() => set.mutate(value === '' ? null : Number(value))}
      >
        Set limit
      </Button>
    </Group>
  );
}

function Report({ impact }: { impact: ImpactView }) {
  const { total } = impact;
  const views = { accounts: impact.accounts, operations: impact.operations, models: impact.models };
  return (
    <>
      <Text>
        {formatNumber(total.rows)} calls cost {formatNumber(total.oldCredits)} credits then and would cost{' '}
        {formatNumber(total.newCredits)} now ({percent(total.change)}).
      </Text>
      <Tabs defaultValue="accounts">
        <Tabs.List>
          <Tabs.Tab value="accounts">Accounts</Tabs.Tab>
          <Tabs.Tab value="operations">Operations</Tabs.Tab>
          <Tabs.Tab value="models">Models</Tabs.Tab>
          <Tabs.Tab value="unpriced">Not priced</Tabs.Tab>
        </Tabs.List>
        {Object.entries(views).map(([name, rows]) => (
          <Tabs.Panel key={name} value={name} pt="md">
            <Comparison name={name} rows={rows} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="unpriced" pt="md">
          <DataTable
            label="Calls that cannot be priced"
            columns={[
              { key: 'why', header: 'Why', cell: (row) => row.why },
              { key: 'model', header: 'Model', cell: (row) => row.model || '(none)' },
              { key: 'rows', header: 'Calls', align: 'right', cell: (row) => formatNumber(row.rows) },
              {
                key: 'old',
                header: 'Credits then',
                align: 'right',
                cell: (row) => formatNumber(row.oldCredits),
              },
            ]}
            rows={impact.unpriced}
            rowId={(row) => `${row.reason}:${row.model}`}
            empty={<EmptyState title="Every call can be priced" />}
          />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

// The largest moves first: the winners and the losers that somebody must be told of.
function Comparison({ name, rows }: { name: string; rows: readonly Moved[] }) {
  const sorted = [...rows].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  const charted = sorted
    .slice(0, CHARTED)
    .map(({ name: of, oldCredits, newCredits }) => ({ name: of, oldCredits, newCredits }));
  return (
    <Stack gap="md">
      <Chart
        title={`Credits then and now, ${name} with the largest change`}
        data={charted}
        by="name"
        series={SERIES}
      />
      <DataTable
        label={`Impact by ${name}`}
        columns={[
          { key: 'name', header: 'Name', cell: (row) => row.name },
          { key: 'rows', header: 'Calls', align: 'right', wide: true, cell: (row) => formatNumber(row.rows) },
          { key: 'old', header: 'Then', align: 'right', cell: (row) => formatNumber(row.oldCredits) },
          { key: 'new', header: 'Now', align: 'right', cell: (row) => formatNumber(row.newCredits) },
          { key: 'change', header: 'Change', align: 'right', cell: (row) => percent(row.change) },
        ]}
        rows={sorted}
        rowId={(row) => row.name}
        empty={null}
      />
    </Stack>
  );
}

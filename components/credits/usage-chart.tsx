'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type SummaryView, summaryQuery } from '#client/credits.ts';
import {
  Chart,
  ErrorState,
  formatCount,
  formatCredits,
  formatNumber,
  Group,
  Progress,
  Section,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
} from '#components/ui/index.ts';
import { PERIODS } from './period.ts';
import { usePeriod } from './use-period.ts';
import { operationLabel } from './words.ts';

type Share = SummaryView['byModel'][number];

/** What was used in a period: by day as a chart, and by operation, model, site and trigger. */
export function UsageChart({
  admin = false,
  accountId,
}: {
  admin?: boolean;
  accountId?: string | undefined;
}) {
  const { days, from, setDays } = usePeriod();
  const query = useQuery(summaryQuery(admin, { accountId, from }));
  const [by, setBy] = useState<'byOperation' | 'byModel' | 'bySite' | 'byTrigger'>('byOperation');
  const s = query.data;
  return (
    <Section
      title="Use"
      description={
        s
          ? `${formatCredits(s.totals.charged)} for ${formatCount(s.totals.calls, 'call')}`
          : 'Credits charged'
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Period"
          value={days}
          onChange={setDays}
          data={PERIODS.map((value) => ({ value, label: `${value} days` }))}
        />
      }
    >
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={240} /> : null}
      {s ? (
        <Stack gap="lg">
          <Chart
            title="Credits a day"
            data={everyDay(from, s.days)}
            by="day"
            series={[{ name: 'charged', label: 'Credits' }]}
            height={220}
          />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Stack gap="xs">
              <Group>
                <SegmentedControl
                  size="xs"
                  aria-label="Split by"
                  value={by}
                  onChange={(value) => setBy(value as typeof by)}
                  data={[
                    { value: 'byOperation', label: 'Operation' },
                    { value: 'byModel', label: 'Model' },
                    { value: 'bySite', label: 'Site' },
                    { value: 'byTrigger', label: 'Trigger' },
                  ]}
                />
              </Group>
              <Shares
                rows={s[by]}
                total={s.totals.charged}
                label={
                  by === 'byModel'
                    ? 'Model'
                    : by === 'bySite'
                      ? 'Site'
                      : by === 'byTrigger'
                        ? 'Trigger'
                        : 'Operation'
                }
              />
            </Stack>
            <Rounding totals={s.totals} />
          </SimpleGrid>
        </Stack>
      ) : null}
    </Section>
  );
}

function Shares({ rows, total, label }: { rows: readonly Share[]; total: number; label: string }) {
  if (rows.length === 0) return <Text c="dimmed">Nothing was used in this period.</Text>;
  return (
    <Table aria-label={`Use by ${label.toLowerCase()}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{label}</Table.Th>
          <Table.Th ta="right">Calls</Table.Th>
          <Table.Th ta="right">Credits</Table.Th>
          <Table.Th w={90}>Share</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => {
          const share = total === 0 ? 0 : Math.round((row.charged / total) * 100);
          return (
            <Table.Tr key={row.id ?? 'none'}>
              <Table.Td>{row.label === null ? 'None' : operationLabel(row.label)}</Table.Td>
              <Table.Td ta="right">{formatNumber(row.calls)}</Table.Td>
              <Table.Td ta="right">{formatNumber(row.charged)}</Table.Td>
              <Table.Td>
                <Progress value={share} aria-label={`${share}%`} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Rounding({ totals }: { totals: SummaryView['totals'] }) {
  return (
    <Stack gap={4}>
      <Text fw={600}>What rounding adds</Text>
      <Text c="dimmed">
        Each text call is rounded up to a whole credit. In this period that added{' '}
        {formatNumber(Math.round(totals.roundingHundredths / 100))} of {formatNumber(totals.credits)} credits,{' '}
        {(totals.roundingPerMille / 10).toFixed(1)}%. Fewer, longer calls round less.
      </Text>
      {totals.shortfall > 0 ? (
        <Text c="dimmed">
          {formatNumber(totals.shortfall)} credits were used above what was available and not charged.
        </Text>
      ) : null}
    </Stack>
  );
}

/** Days without use are days too. */
function everyDay(from: string, rows: SummaryView['days']): { day: string; charged: number }[] {
  const known = new Map(rows.map((row) => [row.day, row.charged]));
  const days: { day: string; charged: number }[] = [];
  for (let at = new Date(from); at <= new Date(); at = new Date(at.getTime() + 86_400_000)) {
    const day = at.toISOString().slice(0, 10);
    days.push({ day, charged: known.get(day) ?? 0 });
  }
  return days;
}

'use client';

import { ActionIcon, Group, Skeleton, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useRef } from 'react';
import { downloadCsv } from './csv.ts';
import { formatDay, formatNumber } from './format.tsx';

const Bars = dynamic(() => import('@mantine/charts').then((charts) => charts.BarChart), {
  ssr: false,
  loading: () => <Skeleton height={240} />,
});
const Lines = dynamic(() => import('@mantine/charts').then((charts) => charts.AreaChart), {
  ssr: false,
  loading: () => <Skeleton height={240} />,
});

export interface Series {
  name: string;
  label: string;
  color?: string;
}

interface Props {
  /** What it shows, with its unit: "Credits a day". */
  title: string;
  data: readonly Record<string, string | number>[];
  /** Member of each row on the horizontal axis. */
  by: string;
  series: readonly Series[];
  kind?: 'bars' | 'area';
  stacked?: boolean;
  format?: (value: number) => string;
  height?: number;
}

const COLORS = ['accent.6', 'teal.6', 'orange.6', 'grape.6', 'pink.6', 'yellow.7', 'cyan.6', 'gray.6'];

/** A day of the API as "25 Oct"; anything else as it is. */
const shortDay = (value: unknown): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(String(value))
    ? formatDay(`${value}T00:00:00Z`, 'UTC').replace(/ \d{4}$/, '')
    : String(value);

// The drawing is hidden from screen readers, so the keyboard must not stop in it; the table says it all.
const UNFOCUSED = { accessibilityLayer: false } as const;

/** A chart with exact values on hover, and the same figures as a table for screen readers. */
export function Chart({
  title,
  data,
  by,
  series,
  kind = 'bars',
  stacked = false,
  format = formatNumber,
  height = 240,
}: Props) {
  const figures = useRef<HTMLTableElement>(null);
  const shared = {
    h: height,
    data: [...data],
    dataKey: by,
    series: series.map((entry, i) => ({
      ...entry,
      color: entry.color ?? COLORS[i % COLORS.length] ?? 'gray.6',
    })),
    valueFormatter: format,
    withLegend: series.length > 1,
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    yAxisProps: { width: 64 },
    xAxisProps: { tickFormatter: shortDay },
  };
  return (
    <figure style={{ margin: 0 }}>
      <Group component="figcaption" justify="space-between" wrap="nowrap" mb={4}>
        <Text fz="xs" c="dimmed">
          {title}
        </Text>
        <ActionIcon
          size="sm"
          aria-label={`${title} as CSV`}
          onClick={() => figures.current && downloadCsv(figures.current, title)}
        >
          <IconDownload size={14} aria-hidden />
        </ActionIcon>
      </Group>
      <div aria-hidden>
        {kind === 'bars' ? (
          <Bars
            {...shared}
            type={stacked ? 'stacked' : 'default'}
            maxBarWidth={36}
            barChartProps={UNFOCUSED}
          />
        ) : (
          <Lines
            {...shared}
            type={stacked ? 'stacked' : 'default'}
            withDots={false}
            areaChartProps={UNFOCUSED}
          />
        )}
      </div>
      <table ref={figures} className="visually-hidden">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{by}</th>
            {series.map((entry) => (
              <th scope="col" key={entry.name}>
                {entry.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.map((row) => (
            <tr key={String(row[by])}>
              <th scope="row">{row[by]}</th>
              {series.map((entry) => (
                <td key={entry.name}>{format(Number(row[entry.name] ?? 0))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

import Link from 'next/link';
import type { Cluster } from '#client/content/planner.ts';
import { Anchor, type Column, formatNumber, Stack, Text } from '#components/ui/index.ts';
import { actionsColumn, type RowActs } from '#components/workspace/actions-column.tsx';
import { INTENT_LABELS } from '#components/workspace/words.ts';

export const clusterColumns = (siteId: string, acts: RowActs<Cluster> | null): Column<Cluster>[] => [
  {
    key: 'name',
    header: 'Cluster',
    sort: 'name',
    cell: (row) => (
      <Stack gap={2} maw={520}>
        <Text fz="sm" fw={500}>
          {row.name}
        </Text>
        <Text fz="xs" c="dimmed" lineClamp={2}>
          {row.topKeywords.join(' · ')}
        </Text>
      </Stack>
    ),
  },
  {
    key: 'keywords',
    header: 'Keywords',
    align: 'right',
    cell: (row) => (
      <Anchor
        component={Link}
        href={`/sites/${siteId}/planner?cluster=${row.id}`}
        fz="sm"
        aria-label={`${row.keywordCount} keywords of ${row.name}`}
      >
        {row.keywordCount}
      </Anchor>
    ),
  },
  {
    key: 'volume',
    header: 'Volume',
    sort: 'volume',
    align: 'right',
    wide: true,
    cell: (row) => formatNumber(row.volume),
  },
  {
    key: 'intent',
    header: 'Intent',
    wide: true,
    cell: (row) => (row.intent ? INTENT_LABELS[row.intent] : '–'),
  },
  {
    key: 'ideas',
    header: 'Ideas',
    align: 'right',
    cell: (row) =>
      row.ideaCount === 0 ? (
        '–'
      ) : (
        <Anchor
          component={Link}
          href={`/sites/${siteId}/planner?tab=ideas&cluster=${row.id}`}
          fz="sm"
          aria-label={`${row.ideaCount} ideas for ${row.name}`}
        >
          {row.ideaCount}
        </Anchor>
      ),
  },
  ...actionsColumn(acts, (row) => row.name),
];

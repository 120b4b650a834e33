import type { Keyword } from '#client/content/planner.ts';
import { Anchor, type Column, formatNumber, StatusBadge, Text } from '#components/ui/index.ts';
import { actionsColumn, type RowActs } from '#components/workspace/actions-column.tsx';
import { INTENT_LABELS, KEYWORD_STATUS_LABELS } from '#components/workspace/words.ts';

/** Columns of the keyword table; without acts for those who may only read. */
export const keywordColumns = (
  acts: RowActs<Keyword> | null,
  onCluster: (clusterId: string) => void,
): Column<Keyword>[] => [
  {
    key: 'keyword',
    header: 'Keyword',
    sort: 'keyword',
    cell: (row) => (
      <Text fz="sm" fw={500} component="span">
        {row.keyword}
        {row.country ? (
          <Text span c="dimmed" fz="xs" ml={6}>
            {row.country}
          </Text>
        ) : null}
      </Text>
    ),
  },
  {
    key: 'volume',
    header: 'Volume',
    sort: 'volume',
    align: 'right',
    cell: (row) => (row.volume === null ? '–' : formatNumber(row.volume)),
  },
  {
    key: 'difficulty',
    header: 'Difficulty',
    sort: 'difficulty',
    align: 'right',
    wide: true,
    cell: (row) => row.difficulty ?? '–',
  },
  {
    key: 'intent',
    header: 'Intent',
    wide: true,
    cell: (row) => (row.intent ? INTENT_LABELS[row.intent] : '–'),
  },
  {
    key: 'cluster',
    header: 'Cluster',
    wide: true,
    cell: (row) =>
      row.clusterId ? (
        <Anchor
          component="button"
          type="button"
          fz="sm"
          ta="left"
          onClick={() => onCluster(row.clusterId ?? '')}
        >
          {row.clusterName}
        </Anchor>
      ) : (
        '–'
      ),
  },
  {
    key: 'status',
    header: 'Status',
    wide: true,
    cell: (row) => (
      <StatusBadge
        status={row.status}
        label={KEYWORD_STATUS_LABELS[row.status]}
        tone={row.status === 'clustered' ? 'green' : 'gray'}
      />
    ),
  },
  ...actionsColumn(acts, (row) => row.keyword),
];

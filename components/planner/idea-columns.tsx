import type { Idea } from '#client/content/planner.ts';
import { Anchor, type Column, Menu, Stack, StatusBadge, Text } from '#components/ui/index.ts';
import { actionsColumn, type RowActs } from '#components/workspace/actions-column.tsx';
import { contentTypeLabel, IDEA_STATUS_LABELS } from '#components/workspace/words.ts';

interface Acts extends RowActs<Idea> {
  accept: (idea: Idea) => void;
}

export const ideaColumns = (acts: Acts | null): Column<Idea>[] => [
  {
    key: 'title',
    header: 'Idea',
    sort: 'title',
    cell: (row) => (
      <Stack gap={2} maw={560}>
        {acts ? (
          <Anchor component="button" type="button" ta="left" fz="sm" fw={500} onClick={() => acts.edit(row)}>
            {row.title}
          </Anchor>
        ) : (
          <Text fz="sm" fw={500}>
            {row.title}
          </Text>
        )}
        <Text fz="xs" c="dimmed" lineClamp={2}>
          {row.summary}
        </Text>
      </Stack>
    ),
  },
  { key: 'type', header: 'Form', wide: true, cell: (row) => contentTypeLabel(row.contentType) },
  { key: 'cluster', header: 'Cluster', wide: true, cell: (row) => row.clusterName ?? '–' },
  {
    key: 'status',
    header: 'Status',
    cell: (row) => (
      <StatusBadge
        status={row.status}
        label={IDEA_STATUS_LABELS[row.status]}
        tone={row.status === 'new' ? 'gray' : 'green'}
      />
    ),
  },
  ...actionsColumn(
    acts,
    (row) => row.title,
    (row) =>
      acts === null || row.status === 'sent' ? null : (
        <Menu.Item onClick={() => acts.accept(row)}>
          {row.status === 'accepted' ? 'Take acceptance back' : 'Accept'}
        </Menu.Item>
      ),
  ),
];

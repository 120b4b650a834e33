import Link from 'next/link';
import type { Task } from '#client/content/writer.ts';
import { Anchor, type Column, Stack, StatusBadge, Text } from '#components/ui/index.ts';
import { actionsColumn, type RowActs } from '#components/workspace/actions-column.tsx';
import { contentTypeLabel } from '#components/workspace/words.ts';

export const taskColumns = (siteId: string, acts: RowActs<Task> | null): Column<Task>[] => [
  {
    key: 'title',
    header: 'Task',
    sort: 'title',
    cell: (row) => (
      <Stack gap={2} maw={560}>
        <Text fz="sm" fw={500}>
          {row.title}
        </Text>
        <Text fz="xs" c="dimmed" lineClamp={1}>
          {row.targetKeywords.join(' · ')}
        </Text>
      </Stack>
    ),
  },
  { key: 'type', header: 'Form', wide: true, cell: (row) => contentTypeLabel(row.contentType) },
  {
    key: 'status',
    header: 'Status',
    cell: (row) =>
      row.articleId ? (
        <Anchor component={Link} href={`/sites/${siteId}/writer/${row.articleId}`} fz="sm">
          Open article
        </Anchor>
      ) : (
        <StatusBadge
          status={row.status}
          label={row.status === 'written' ? 'Written' : 'To write'}
          tone="gray"
        />
      ),
  },
  ...actionsColumn(acts, (row) => row.title),
];

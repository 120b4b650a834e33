import Link from 'next/link';
import { type ArticleRow, exportUrl } from '#client/content/writer.ts';
import {
  Anchor,
  Box,
  type Column,
  formatNumber,
  Group,
  Image,
  Menu,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { RowMenu } from '#components/workspace/row-menu.tsx';
import { STATE_LABELS } from '#components/workspace/words.ts';

const imageUrl = (siteId: string, imageId: string) => `/api/v1/sites/${siteId}/images/${imageId}/file`;

/** How many images are there of those that are described. */
const imageWords = ({ promptCount, imageCount }: ArticleRow) =>
  promptCount === 0 && imageCount === 0
    ? 'no prompts'
    : `${imageCount} of ${Math.max(promptCount, imageCount)}`;

export const articleColumns = (
  siteId: string,
  remove: ((row: ArticleRow) => void) | null,
): Column<ArticleRow>[] => [
  {
    key: 'title',
    header: 'Article',
    sort: 'title',
    cell: (row) => (
      <Group gap="sm" wrap="nowrap" maw={560}>
        <Box
          w={56}
          h={36}
          visibleFrom="sm"
          style={{ flex: 'none', borderRadius: 4, overflow: 'hidden', background: 'var(--app-hover)' }}
        >
          {row.featuredImageId ? (
            <Image
              src={imageUrl(siteId, row.featuredImageId)}
              alt=""
              w={56}
              h={36}
              fit="cover"
              loading="lazy"
            />
          ) : null}
        </Box>
        <Stack gap={0}>
          <Anchor component={Link} href={`/sites/${siteId}/writer/${row.id}`} fz="sm" fw={500}>
            {row.title}
          </Anchor>
          <Text fz="xs" c="dimmed">
            /{row.slug}
          </Text>
        </Stack>
      </Group>
    ),
  },
  {
    key: 'words',
    header: 'Words',
    sort: 'word_count',
    align: 'right',
    wide: true,
    cell: (row) => formatNumber(row.wordCount),
  },
  { key: 'images', header: 'Images', wide: true, cell: imageWords },
  {
    key: 'state',
    header: 'State',
    cell: (row) => <StatusBadge status={row.state} label={STATE_LABELS[row.state]} />,
  },
  {
    key: 'updated',
    header: 'Changed',
    sort: 'updated_at',
    wide: true,
    cell: (row) => <When at={row.updatedAt} />,
  },
  {
    key: 'actions',
    header: '',
    align: 'right',
    width: 48,
    cell: (row) => (
      <RowMenu label={row.title}>
        <Menu.Item component={Link} href={`/sites/${siteId}/writer/${row.id}`}>
          Open
        </Menu.Item>
        <Menu.Item component="a" href={exportUrl(siteId, row.id)} download>
          Export
        </Menu.Item>
        {remove ? (
          <Menu.Item color="red" onClick={() => remove(row)}>
            Remove
          </Menu.Item>
        ) : null}
      </RowMenu>
    ),
  },
];

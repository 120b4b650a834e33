'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contentKeys, contentPath } from '#client/content/keys.ts';
import { type Article, type RevisionRow, restoreRevision, revisionQuery } from '#client/content/writer.ts';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import {
  Badge,
  Button,
  ErrorState,
  Group,
  LoadMore,
  Modal,
  Skeleton,
  Stack,
  Text,
  Timeline,
  useAct,
  When,
} from '#components/ui/index.ts';
import { SOURCE_LABELS } from '#components/workspace/words.ts';
import { DiffView } from './diff-view.tsx';

/** Every revision, what differs from now, and the way back. */
export function ArticleHistory({
  siteId,
  article,
  mayEdit,
}: {
  siteId: string;
  article: Article;
  mayEdit: boolean;
}) {
  const [shown, setShown] = useState<number>();
  const key = [...contentKeys.one(siteId, 'articles', article.id), 'revisions', article.revision];
  const list = useInfiniteQuery({
    ...listQueryOptions<RevisionRow>(key, contentPath(siteId, 'articles', `${article.id}/revisions`), {
      limit: 20,
    }),
    staleTime: 0,
  });
  const rows = rowsOf<RevisionRow>(list.data);
  if (list.error) return <ErrorState error={list.error} retry={() => list.refetch()} />;
  if (!rows) return <Skeleton height={160} />;
  return (
    <Stack gap="md">
      <Timeline bulletSize={14} lineWidth={1} active={0}>
        {rows.map((row) => (
          <Timeline.Item
            key={row.id}
            title={
              <Group gap={6}>
                <span>
                  {row.number}. {SOURCE_LABELS[row.source]}
                </span>
                {row.number === article.revision ? <Badge>Now</Badge> : null}
              </Group>
            }
          >
            <Text fz="xs" c="dimmed">
              <When at={row.createdAt} /> · {row.authorLabel} · {row.wordCount.toLocaleString('en-US')} words
            </Text>
            {row.number === article.revision || row.number === null ? null : (
              <Button
                variant="subtle"
                size="compact-xs"
                mt={2}
                ml={-8}
                onClick={() => setShown(row.number ?? undefined)}
              >
                Compare with now
              </Button>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
      <LoadMore query={list} />
      {shown ? (
        <Compare
          siteId={siteId}
          article={article}
          number={shown}
          mayEdit={mayEdit}
          onClose={() => setShown(undefined)}
        />
      ) : null}
    </Stack>
  );
}

function Compare({
  siteId,
  article,
  number,
  mayEdit,
  onClose,
}: {
  siteId: string;
  article: Article;
  number: number;
  mayEdit: boolean;
  onClose: () => void;
}) {
  const revision = useQuery(revisionQuery(siteId, article.id, number));
  const restore = useAct({
    run: () => restoreRevision(siteId, article, number),
    done: () => `Back at revision ${number}.`,
    undo: (now) => () => restoreRevision(siteId, now, article.revision),
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`Revision ${number} and now`} size="80rem">
      <Stack gap="md">
        {revision.error ? <ErrorState error={revision.error} /> : null}
        {revision.data ? (
          <DiffView
            before={{ label: `Revision ${number}`, title: revision.data.title, html: revision.data.bodyHtml }}
            after={{
              label: `Now, revision ${article.revision}`,
              title: article.title,
              html: article.bodyHtml,
            }}
          />
        ) : (
          <Skeleton height={300} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {mayEdit ? (
            <Button loading={restore.isPending} onClick={() => restore.mutate()}>
              Go back to revision {number}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  );
}

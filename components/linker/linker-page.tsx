'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { acceptLinks, dismissLinks, type LinkSuggestion, restoreLinks } from '#client/content/improve.ts';
import { contentKeys } from '#client/content/keys.ts';
import { summaryQuery } from '#client/content/planner.ts';
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Page,
  Section,
  Skeleton,
  Stack,
  Text,
  useAct,
} from '#components/ui/index.ts';
import { ArticleStep } from '#components/workspace/article-step.tsx';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit } from '#components/workspace/hooks.ts';
import { ReadOnlyNote } from '#components/workspace/read-only.tsx';
import { counted } from '#components/workspace/words.ts';
import { Suggestion } from './suggestion.tsx';

const filters = {
  status: parseAsStringLiteral(['suggested', 'accepted', 'dismissed']).withDefault('suggested'),
};
const STATUS_CHOICES = [
  { value: 'suggested' as const, label: 'To decide' },
  { value: 'accepted' as const, label: 'Inserted' },
  { value: 'dismissed' as const, label: 'Dismissed' },
];

/** Links between the site's articles: found by AI, shown where they would stand, inserted when a person says so. */
export function LinkerPage({ siteId }: { siteId: string }) {
  const [{ status }, setState] = useQueryStates(filters);
  const mayEdit = useMayEdit(siteId);
  const summary = useQuery(summaryQuery(siteId)).data;
  const { list, rows } = useList<LinkSuggestion>(siteId, 'links', { limit: 100, status });
  const accept = useAct({
    run: (ids: string[]) => acceptLinks(siteId, ids),
    done: ({ accepted, notInserted }) =>
      `${counted(accepted.length, 'link')} inserted.${notInserted.length > 0 ? ` ${notInserted.length} could not be: the words are not in the text any more.` : ''}`,
    refresh: [contentKeys.site(siteId)],
  });
  const dismiss = useAct({
    run: (ids: string[]) => dismissLinks(siteId, ids),
    done: () => 'Dismissed.',
    undo:
      ({ ids }) =>
      () =>
        restoreLinks(siteId, ids),
    refresh: [contentKeys.site(siteId)],
  });
  const groups = [...Map.groupBy(rows ?? [], (row) => row.articleId).values()];
  const single = summary !== undefined && summary.articles.total < 2;
  return (
    <Page
      title="Linker"
      description="Finds places in your articles where readers would welcome a link to another one of the site."
    >
      <ReadOnlyNote siteId={siteId} />
      <ArticleStep
        siteId={siteId}
        title="Look for links"
        operation="suggest_links"
        label="Suggest links"
        ask="Choose the articles to look through."
        refused={single ? 'Links need at least two articles on the site.' : null}
      />
      <Group justify="space-between">
        <Filter
          label="Any state"
          value={status}
          choices={STATUS_CHOICES}
          onChange={(value) => setState({ status: value })}
        />
        {mayEdit && status === 'suggested' && rows && rows.length > 1 ? (
          <Button
            loading={accept.isPending}
            onClick={() => accept.mutate(rows.filter((row) => row.insertable).map((row) => row.id))}
          >
            Insert all {rows.filter((row) => row.insertable).length}
          </Button>
        ) : null}
      </Group>
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      {rows ? null : <Skeleton height={180} />}
      {groups.map((group) => (
        <Section
          key={group[0]?.articleId}
          title={group[0]?.articleTitle ?? ''}
          actions={<Badge variant="light">{counted(group.length, 'suggestion')}</Badge>}
        >
          <Stack gap="md">
            {group.map((row) => (
              <Suggestion
                key={row.id}
                row={row}
                mayEdit={mayEdit}
                working={accept.isPending || dismiss.isPending}
                onAccept={() => accept.mutate([row.id])}
                onDismiss={() => dismiss.mutate([row.id])}
              />
            ))}
          </Stack>
        </Section>
      ))}
      {rows?.length === 0 ? (
        <EmptyState
          title={status === 'suggested' ? 'No suggestion waits for you' : 'Nothing here yet'}
          description={
            status === 'suggested' ? (
              'Choose articles above and press Suggest links.'
            ) : (
              <Text span>Decided suggestions are listed here.</Text>
            )
          }
        />
      ) : null}
      <LoadMore query={list} />
    </Page>
  );
}

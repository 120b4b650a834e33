'use client';

import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { removeMany, restoreMany } from '#client/content/planner.ts';
import { type ArticleRow, startArticle } from '#client/content/writer.ts';
import { AiButton } from '#components/runs/index.ts';
import { BulkBar, Button, DataTable, EmptyState, ErrorState, Group, LoadMore, Modal, SearchInput, Stack, TextInput, useAct } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit, useRefresh, useSelection } from '#components/workspace/hooks.ts';
import { counted, STATE_CHOICES } from '#components/workspace/words.ts';
import { articleColumns } from './article-columns.tsx';

const filters = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(['draft', 'in_review', 'approved']),
  missing: parseAsStringLiteral(['prompts', 'images']),
  sort: parseAsString.withDefault('-updated_at'),
};
const MISSING_CHOICES = [
  { value: 'prompts' as const, label: 'Without image prompts' },
  { value: 'images' as const, label: 'Prompts without image' },
];

/** The site's articles; selected ones get their image prompts here. */
export function ArticlesTab({ siteId }: { siteId: string }) {
  const [state, setState] = useQueryStates(filters);
  const [starting, setStarting] = useState(false);
  const mayEdit = useMayEdit(siteId);
  const refresh = useRefresh(siteId);
  const { q, state: articleState, missing, sort } = state;
  const { list, rows } = useList<ArticleRow>(siteId, 'articles', { limit: 50, q, state: articleState, missing, sort });
  const { ids, clear, selection } = useSelection((id) => rows?.find((row) => row.id === id)?.title ?? '');
  const remove = useAct({
    run: (removed: string[]) => removeMany(siteId, 'articles', removed),
    done: (_, removed) => `${counted(removed.length, 'article')} removed.`,
    undo: (answer) => () => restoreMany(siteId, 'articles', answer.ids),
    refresh: [contentKeys.site(siteId)],
    onDone: clear,
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <AiButton
          operation="generate_image_prompts"
          siteId={siteId}
          label="Extract prompts"
          input={mayEdit && ids.length > 0 ? { articleIds: ids } : null}
          emptyReason={mayEdit ? 'Select articles below to have their images described.' : 'Your role may read. Ask an owner to run this.'}
          onDone={() => {
            clear();
            refresh();
          }}
        />
        {mayEdit ? (
          <Button variant="default" onClick={() => setStarting(true)}>
            New article
          </Button>
        ) : null}
      </Group>
      <Group gap="xs">
        <SearchInput label="Search articles" value={q} onChange={(text) => setState({ q: text || null })} />
        <Filter label="Any state" value={articleState} choices={STATE_CHOICES} onChange={(value) => setState({ state: value })} />
        <Filter label="Any progress" width={190} value={missing} choices={MISSING_CHOICES} onChange={(value) => setState({ missing: value })} />
      </Group>
      {mayEdit ? (
        <BulkBar count={ids.length} onClear={clear}>
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(ids)}>
            Remove
          </Button>
        </BulkBar>
      ) : null}
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      <DataTable
        label="Articles"
        columns={articleColumns(siteId, mayEdit ? (row) => remove.mutate([row.id]) : null)}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        {...(mayEdit ? { selection } : {})}
        empty={
          q || articleState || missing ? (
            <EmptyState title="No article fits the filters" />
          ) : (
            <EmptyState title="No articles yet" description="Select tasks on the Tasks tab and press Generate content, or begin one yourself." />
          )
        }
      />
      <LoadMore query={list} />
      {starting ? <StartArticle siteId={siteId} onClose={() => setStarting(false)} /> : null}
    </Stack>
  );
}

function StartArticle({ siteId, onClose }: { siteId: string; onClose: () => void }) {
  const [title, setTitle] = useState('');
  const router = useRouter();
  const start = useAct({
    run: () => startArticle(siteId, title),
    refresh: [contentKeys.site(siteId)],
    onDone: (article) => router.push(`/sites/${siteId}/writer/${article.id}`),
  });
  return (
    <Modal opened onClose={onClose} title="New article">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput label="Title" value={title} onChange={(event) => setTitle(event.currentTarget.value)} data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={start.isPending} disabled={!title.trim()}>
              Begin
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { useMemo, useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type ArticleRow, startArticle } from '#client/content/writer.ts';
import { Button, Modal, SearchInput, Stack, TextInput, useAct } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { parseAsSort, useFilters } from '#components/workspace/filters.ts';
import { SaveButtons } from '#components/workspace/save-buttons.tsx';
import { StepButton } from '#components/workspace/step-button.tsx';
import { STATE_CHOICES } from '#components/workspace/words.ts';
import { useWorkList, WorkList } from '#components/workspace/work-list.tsx';
import { articleColumns } from './article-columns.tsx';

const FILTERS = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(['draft', 'in_review', 'approved']),
  missing: parseAsStringLiteral(['prompts', 'images']),
  sort: parseAsSort(['updated_at', 'title', 'word_count'], '-updated_at'),
};
const MISSING_CHOICES = [
  { value: 'prompts' as const, label: 'Without image prompts' },
  { value: 'images' as const, label: 'Prompts without image' },
];
const nameOf = (row: ArticleRow) => row.title;

/** The site's articles; selected ones get their image prompts here. */
export function ArticlesTab({ siteId }: { siteId: string }) {
  const filters = useFilters(FILTERS);
  const [starting, setStarting] = useState(false);
  const { q, state, missing, sort } = filters.state;
  const work = useWorkList<ArticleRow>(siteId, {
    resource: 'articles',
    noun: 'article',
    query: { limit: 50, q, state, missing, sort },
    name: nameOf,
  });
  const { mayEdit, remove } = work;
  const columns = useMemo(
    () => articleColumns(siteId, mayEdit ? (row) => remove([row.id]) : null),
    [siteId, mayEdit, remove],
  );
  return (
    <>
      <WorkList
        work={work}
        label="Articles"
        columns={columns}
        step={
          <StepButton
            siteId={siteId}
            operation="generate_image_prompts"
            label="Extract prompts"
            work={work}
            input={(articleIds) => ({ articleIds })}
            ask="Select articles below to have their images described."
          />
        }
        adding={
          <Button variant="default" disabled={!mayEdit} onClick={() => setStarting(true)}>
            New article
          </Button>
        }
        filters={filters}
        fields={
          <>
            <SearchInput
              label="Search articles"
              value={q}
              onChange={(text) => filters.set({ q: text || null })}
            />
            <Filter
              label="Any state"
              value={state}
              choices={STATE_CHOICES}
              onChange={(value) => filters.set({ state: value })}
            />
            <Filter
              label="Any progress"
              width={190}
              value={missing}
              choices={MISSING_CHOICES}
              onChange={(value) => filters.set({ missing: value })}
            />
          </>
        }
        empty={{
          title: 'No articles yet',
          description: 'Select tasks on the Tasks tab and press Generate content, or begin one yourself.',
        }}
      />
      {starting ? <StartArticle siteId={siteId} onClose={() => setStarting(false)} /> : null}
    </>
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
          <TextInput
            label="Title"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <SaveButtons onClose={onClose} saving={start.isPending} disabled={!title.trim()} label="Begin" />
        </Stack>
      </form>
    </Modal>
  );
}

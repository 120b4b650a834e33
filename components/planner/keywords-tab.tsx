'use client';

import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';
import { useMemo, useState } from 'react';
import { type Keyword, keywordIds } from '#client/content/planner.ts';
import { Button, Group, NumberInput, SearchInput } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { parseAsSort, useFilters } from '#components/workspace/filters.ts';
import { StepButton } from '#components/workspace/step-button.tsx';
import { INTENT_CHOICES, KEYWORD_STATUS_CHOICES } from '#components/workspace/words.ts';
import { useWorkList, WorkList } from '#components/workspace/work-list.tsx';
import { AddKeywords } from './add-keywords.tsx';
import { ImportKeywords } from './import-keywords.tsx';
import { keywordColumns } from './keyword-columns.tsx';
import { KeywordForm } from './keyword-form.tsx';
import { MoveKeywords } from './move-keywords.tsx';

const FILTERS = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(['new', 'clustered', 'archived']),
  intent: parseAsStringLiteral(['informational', 'commercial', 'transactional', 'navigational']),
  minVolume: parseAsInteger,
  cluster: parseAsString,
  sort: parseAsSort(['created_at', 'keyword', 'volume', 'difficulty'], '-created_at'),
};
type Dialog = 'add' | 'import' | 'move' | Keyword | null;
const nameOf = (row: Keyword) => row.keyword;

/** The site's keywords: search, filter and sort in the address, a page at a time, so that ten thousand stay smooth. */
export function KeywordsTab({ siteId }: { siteId: string }) {
  const filters = useFilters(FILTERS);
  const [dialog, setDialog] = useState<Dialog>(null);
  const { q, status, intent, minVolume, cluster, sort } = filters.state;
  const matching = { q, status, intent, minVolume, clusterId: cluster };
  const work = useWorkList<Keyword>(siteId, {
    resource: 'keywords',
    noun: 'keyword',
    query: { ...matching, limit: 100, sort },
    name: nameOf,
    allIds: () => keywordIds(siteId, matching),
  });
  const { ids, mayEdit, clear, remove } = work;
  const { set } = filters;
  const columns = useMemo(
    () =>
      keywordColumns(
        mayEdit ? { edit: setDialog, remove: (row) => remove([row.id]) } : null,
        (id) => void set({ cluster: id }),
      ),
    [mayEdit, remove, set],
  );
  const adding = (
    <Group gap="xs">
      <Button
        variant="default"
        disabled={!mayEdit}
        leftSection={<IconFileImport size={15} aria-hidden />}
        onClick={() => setDialog('import')}
      >
        Import CSV
      </Button>
      <Button
        disabled={!mayEdit}
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => setDialog('add')}
      >
        Add keywords
      </Button>
    </Group>
  );
  return (
    <>
      <WorkList
        work={work}
        label="Keywords"
        columns={columns}
        step={
          <StepButton
            siteId={siteId}
            operation="auto_cluster"
            label="Cluster keywords"
            work={work}
            input={(keywordIds) => ({ keywordIds })}
            ask="Select keywords below to group them by meaning."
          />
        }
        adding={adding}
        filters={filters}
        fields={
          <>
            <SearchInput
              label="Search keywords"
              value={q}
              onChange={(text) => filters.set({ q: text || null })}
            />
            <Filter
              label="Any status"
              value={status}
              choices={KEYWORD_STATUS_CHOICES}
              onChange={(value) => filters.set({ status: value })}
            />
            <Filter
              label="Any intent"
              value={intent}
              choices={INTENT_CHOICES}
              onChange={(value) => filters.set({ intent: value })}
            />
            <NumberInput
              size="xs"
              w={140}
              aria-label="Least volume"
              placeholder="Least volume"
              hideControls
              min={0}
              value={minVolume ?? ''}
              onChange={(value) => filters.set({ minVolume: value === '' ? null : Number(value) })}
            />
          </>
        }
        bulk={
          <Button variant="default" onClick={() => setDialog('move')}>
            Move to cluster …
          </Button>
        }
        empty={{
          title: 'No keywords yet',
          description:
            'Paste what people search for, one a line, or import the list of your keyword tool. Then group them into clusters.',
          action: adding,
        }}
      />
      {dialog === 'add' ? <AddKeywords siteId={siteId} onClose={() => setDialog(null)} /> : null}
      {dialog === 'import' ? <ImportKeywords siteId={siteId} onClose={() => setDialog(null)} /> : null}
      {dialog === 'move' ? (
        <MoveKeywords
          siteId={siteId}
          ids={ids}
          onClose={() => {
            setDialog(null);
            clear();
          }}
        />
      ) : null}
      {dialog && typeof dialog === 'object' ? (
        <KeywordForm siteId={siteId} keyword={dialog} onClose={() => setDialog(null)} />
      ) : null}
    </>
  );
}

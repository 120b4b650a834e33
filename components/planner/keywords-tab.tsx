'use client';

import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type Keyword, removeMany, restoreMany } from '#client/content/planner.ts';
import { AiButton } from '#components/runs/index.ts';
import { BulkBar, Button, DataTable, EmptyState, ErrorState, Group, LoadMore, NumberInput, SearchInput, Stack, Text, useAct } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit, useRefresh, useSelection } from '#components/workspace/hooks.ts';
import { counted, INTENT_CHOICES, KEYWORD_STATUS_CHOICES } from '#components/workspace/words.ts';
import { AddKeywords } from './add-keywords.tsx';
import { ImportKeywords } from './import-keywords.tsx';
import { keywordColumns } from './keyword-columns.tsx';
import { KeywordForm } from './keyword-form.tsx';
import { MoveKeywords } from './move-keywords.tsx';

const filters = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(['new', 'clustered', 'archived']),
  intent: parseAsStringLiteral(['informational', 'commercial', 'transactional', 'navigational']),
  minVolume: parseAsInteger,
  cluster: parseAsString,
  sort: parseAsString.withDefault('-created_at'),
};
type Dialog = 'add' | 'import' | 'move' | Keyword | null;

/** The site's keywords: search, filter and sort in the address, a page at a time, so that ten thousand stay smooth. */
export function KeywordsTab({ siteId }: { siteId: string }) {
  const [state, setState] = useQueryStates(filters);
  const [dialog, setDialog] = useState<Dialog>(null);
  const mayEdit = useMayEdit(siteId);
  const refresh = useRefresh(siteId);
  const { q, status, intent, minVolume, cluster, sort } = state;
  const { list, rows } = useList<Keyword>(siteId, 'keywords', { limit: 100, q, status, intent, minVolume, clusterId: cluster, sort });
  const { ids, clear, selection } = useSelection((id) => rows?.find((row) => row.id === id)?.keyword ?? '');
  const remove = useAct({
    run: (removed: string[]) => removeMany(siteId, 'keywords', removed),
    done: (_, removed) => `${counted(removed.length, 'keyword')} removed.`,
    undo: (answer) => () => restoreMany(siteId, 'keywords', answer.ids),
    refresh: [contentKeys.site(siteId)],
    onDone: clear,
  });
  const filtered = Boolean(q || status || intent || minVolume || cluster);
  const adding = (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconFileImport size={15} aria-hidden />} onClick={() => setDialog('import')}>
        Import CSV
      </Button>
      <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setDialog('add')}>
        Add keywords
      </Button>
    </Group>
  );
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <AiButton
          operation="auto_cluster"
          siteId={siteId}
          label="Cluster keywords"
          input={mayEdit && ids.length > 0 ? { keywordIds: ids } : null}
          emptyReason={mayEdit ? 'Select keywords below to group them by meaning.' : 'Your role may read. Ask an owner to run this.'}
          onDone={() => {
            clear();
            refresh();
          }}
        />
        {mayEdit ? adding : null}
      </Group>
      <Group gap="xs">
        <SearchInput label="Search keywords" value={q} onChange={(text) => setState({ q: text || null })} />
        <Filter label="Any status" value={status} choices={KEYWORD_STATUS_CHOICES} onChange={(value) => setState({ status: value })} />
        <Filter label="Any intent" value={intent} choices={INTENT_CHOICES} onChange={(value) => setState({ intent: value })} />
        <NumberInput
          size="xs"
          w={140}
          aria-label="Least volume"
          placeholder="Least volume"
          hideControls
          min={0}
          value={minVolume ?? ''}
          onChange={(value) => setState({ minVolume: value === '' ? null : Number(value) })}
        />
        {filtered ? (
          <Button variant="subtle" size="xs" onClick={() => setState({ q: null, status: null, intent: null, minVolume: null, cluster: null })}>
            Clear filters
          </Button>
        ) : null}
      </Group>
      {mayEdit ? (
        <BulkBar count={ids.length} onClear={clear}>
          <Button variant="default" onClick={() => setDialog('move')}>
            Move to cluster …
          </Button>
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(ids)}>
            Remove
          </Button>
        </BulkBar>
      ) : null}
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      <DataTable
        label="Keywords"
        columns={keywordColumns(mayEdit ? { edit: setDialog, remove: (row) => remove.mutate([row.id]) } : null, (clusterId) =>
          setState({ cluster: clusterId }),
        )}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        {...(mayEdit ? { selection } : {})}
        empty={
          filtered ? (
            <EmptyState title="No keyword fits the filters" description="Take a filter away to see more." />
          ) : (
            <EmptyState
              title="No keywords yet"
              description="Paste what people search for, one a line, or import the list of your keyword tool. Then group them into clusters."
              action={mayEdit ? adding : null}
            />
          )
        }
      />
      {rows && rows.length > 0 ? (
        <Text fz="xs" c="dimmed">
          {counted(rows.length, 'keyword')} shown{list.hasNextPage ? ', more below' : ''}
        </Text>
      ) : null}
      <LoadMore query={list} />
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
      {dialog && typeof dialog === 'object' ? <KeywordForm siteId={siteId} keyword={dialog} onClose={() => setDialog(null)} /> : null}
    </Stack>
  );
}

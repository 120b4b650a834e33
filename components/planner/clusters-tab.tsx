'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type Cluster, mergeClusters, removeClusters, restoreClusters } from '#client/content/planner.ts';
import { AiButton } from '#components/runs/index.ts';
import { BulkBar, Button, DataTable, EmptyState, ErrorState, Group, LoadMore, NumberInput, SearchInput, Stack, useAct } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit, useRefresh, useSelection } from '#components/workspace/hooks.ts';
import { counted, INTENT_CHOICES } from '#components/workspace/words.ts';
import { clusterColumns } from './cluster-columns.tsx';
import { ClusterForm } from './cluster-form.tsx';

const filters = {
  q: parseAsString.withDefault(''),
  intent: parseAsStringLiteral(['informational', 'commercial', 'transactional', 'navigational']),
  ideas: parseAsStringLiteral(['without']),
  sort: parseAsString.withDefault('-created_at'),
};

/** The site's clusters, with their keywords: edit, merge, and have ideas made of them. */
export function ClustersTab({ siteId }: { siteId: string }) {
  const [state, setState] = useQueryStates(filters);
  const [edited, setEdited] = useState<Cluster | 'new'>();
  const [perCluster, setPerCluster] = useState<number>(3);
  const mayEdit = useMayEdit(siteId);
  const refresh = useRefresh(siteId);
  const { q, intent, ideas, sort } = state;
  const { list, rows } = useList<Cluster>(siteId, 'clusters', { limit: 50, q, intent, withoutIdeas: ideas === 'without' ? true : undefined, sort });
  const { ids, clear, selection } = useSelection((id) => rows?.find((row) => row.id === id)?.name ?? '');
  const remove = useAct({
    run: (removed: string[]) => removeClusters(siteId, removed),
    done: (_, removed) => `${counted(removed.length, 'cluster')} removed; the keywords stay.`,
    undo: (answer) => () => restoreClusters(siteId, answer),
    refresh: [contentKeys.site(siteId)],
    onDone: clear,
  });
  const into = rows?.filter((row) => ids.includes(row.id)).toSorted((a, b) => b.keywordCount - a.keywordCount)[0];
  const merge = useAct({
    run: (target: Cluster) => mergeClusters(siteId, ids, target.id),
    done: (cluster) => `Merged into ${cluster.name}.`,
    refresh: [contentKeys.site(siteId)],
    onDone: clear,
  });
  const filtered = Boolean(q || intent || ideas);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <Group align="flex-start" gap="sm">
          <AiButton
            operation="generate_ideas"
            siteId={siteId}
            label="Generate ideas"
            input={mayEdit && ids.length > 0 ? { clusterIds: ids, ideasPerCluster: perCluster } : null}
            emptyReason={mayEdit ? 'Select clusters below to get ideas for them.' : 'Your role may read. Ask an owner to run this.'}
            onDone={() => {
              clear();
              refresh();
            }}
          />
          {mayEdit ? (
            <NumberInput
              size="sm"
              w={120}
              aria-label="Ideas for each cluster"
              suffix=" each"
              min={1}
              max={10}
              allowDecimal={false}
              value={perCluster}
              onChange={(value) => setPerCluster(Math.min(10, Math.max(1, Number(value) || 1)))}
            />
          ) : null}
        </Group>
        {mayEdit ? (
          <Button variant="default" onClick={() => setEdited('new')}>
            New cluster
          </Button>
        ) : null}
      </Group>
      <Group gap="xs">
        <SearchInput label="Search clusters" value={q} onChange={(text) => setState({ q: text || null })} />
        <Filter label="Any intent" value={intent} choices={INTENT_CHOICES} onChange={(value) => setState({ intent: value })} />
        <Filter
          label="With or without ideas"
          width={180}
          value={ideas}
          choices={[{ value: 'without', label: 'Without ideas' }]}
          onChange={(value) => setState({ ideas: value })}
        />
      </Group>
      {mayEdit ? (
        <BulkBar count={ids.length} onClear={clear}>
          <Button variant="default" disabled={ids.length < 2 || !into} loading={merge.isPending} onClick={() => into && merge.mutate(into)}>
            {ids.length < 2 || !into ? 'Merge' : `Merge into “${into.name}”`}
          </Button>
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(ids)}>
            Remove
          </Button>
        </BulkBar>
      ) : null}
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      <DataTable
        label="Clusters"
        columns={clusterColumns(siteId, mayEdit ? { edit: setEdited, remove: (row) => remove.mutate([row.id]) } : null)}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        {...(mayEdit ? { selection } : {})}
        empty={
          filtered ? (
            <EmptyState title="No cluster fits the filters" />
          ) : (
            <EmptyState
              title="No clusters yet"
              description="Select keywords on the Keywords tab and press Cluster keywords; those that belong together become a cluster."
            />
          )
        }
      />
      <LoadMore query={list} />
      {edited ? <ClusterForm siteId={siteId} cluster={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} /> : null}
    </Stack>
  );
}

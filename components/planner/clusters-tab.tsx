'use client';

import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { useMemo, useState } from 'react';
import type { Cluster } from '#client/content/planner.ts';
import { Button, NumberInput, SearchInput } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { parseAsSort, useFilters } from '#components/workspace/filters.ts';
import { StepButton } from '#components/workspace/step-button.tsx';
import { INTENT_CHOICES } from '#components/workspace/words.ts';
import { useWorkList, WorkList } from '#components/workspace/work-list.tsx';
import { clusterColumns } from './cluster-columns.tsx';
import { ClusterForm } from './cluster-form.tsx';
import { MergeClusters } from './merge-clusters.tsx';

const FILTERS = {
  q: parseAsString.withDefault(''),
  intent: parseAsStringLiteral(['informational', 'commercial', 'transactional', 'navigational']),
  ideas: parseAsStringLiteral(['without']),
  sort: parseAsSort(['created_at', 'name', 'volume'], '-created_at'),
};
const nameOf = (row: Cluster) => row.name;

/** The site's clusters, with their keywords: edit, merge, and have ideas made of them. */
export function ClustersTab({ siteId }: { siteId: string }) {
  const filters = useFilters(FILTERS);
  const [edited, setEdited] = useState<Cluster | 'new'>();
  const [merging, setMerging] = useState(false);
  const [perCluster, setPerCluster] = useState(3);
  const { q, intent, ideas, sort } = filters.state;
  const query = { limit: 50, q, intent, withoutIdeas: ideas === 'without' ? true : undefined, sort };
  const work = useWorkList<Cluster>(siteId, {
    resource: 'clusters',
    noun: 'cluster',
    query,
    name: nameOf,
    removedNote: '; the keywords stay',
  });
  const { rows, ids, mayEdit, clear, remove } = work;
  const columns = useMemo(
    () => clusterColumns(siteId, mayEdit ? { edit: setEdited, remove: (row) => remove([row.id]) } : null),
    [siteId, mayEdit, remove],
  );
  const chosen = rows?.filter((row) => ids.includes(row.id)) ?? [];
  return (
    <>
      <WorkList
        work={work}
        label="Clusters"
        columns={columns}
        step={
          <StepButton
            siteId={siteId}
            operation="generate_ideas"
            label="Generate ideas"
            work={work}
            input={(clusterIds) => ({ clusterIds, ideasPerCluster: perCluster })}
            ask="Select clusters below to get ideas for them."
            beside={
              <NumberInput
                size="xs"
                w={110}
                aria-label="Ideas for each cluster"
                suffix=" each"
                min={1}
                max={10}
                allowDecimal={false}
                disabled={!mayEdit}
                value={perCluster}
                onChange={(value) => setPerCluster(Math.min(10, Math.max(1, Number(value) || 1)))}
              />
            }
          />
        }
        adding={
          <Button variant="default" disabled={!mayEdit} onClick={() => setEdited('new')}>
            New cluster
          </Button>
        }
        filters={filters}
        fields={
          <>
            <SearchInput
              label="Search clusters"
              value={q}
              onChange={(text) => filters.set({ q: text || null })}
            />
            <Filter
              label="Any intent"
              value={intent}
              choices={INTENT_CHOICES}
              onChange={(value) => filters.set({ intent: value })}
            />
            <Filter
              label="With or without ideas"
              width={180}
              value={ideas}
              choices={[{ value: 'without', label: 'Without ideas' }]}
              onChange={(value) => filters.set({ ideas: value })}
            />
          </>
        }
        bulk={
          <Button variant="default" disabled={chosen.length < 2} onClick={() => setMerging(true)}>
            Merge …
          </Button>
        }
        empty={{
          title: 'No clusters yet',
          description:
            'Select keywords on the Keywords tab and press Cluster keywords; those that belong together become a cluster.',
        }}
      />
      {merging ? (
        <MergeClusters
          siteId={siteId}
          clusters={chosen}
          onClose={() => setMerging(false)}
          onDone={() => {
            setMerging(false);
            clear();
          }}
        />
      ) : null}
      {edited ? (
        <ClusterForm
          siteId={siteId}
          cluster={edited === 'new' ? null : edited}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </>
  );
}

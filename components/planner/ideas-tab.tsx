'use client';

import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { useMemo, useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { clusterNamesQuery, type Idea, removeMany, sendIdeas, updateIdea } from '#client/content/planner.ts';
import { Button, SearchInput, Select, Stack, Text, useAct } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { parseAsSort, useFilters } from '#components/workspace/filters.ts';
import { READ_ONLY } from '#components/workspace/read-only.tsx';
import { counted, IDEA_STATUS_CHOICES } from '#components/workspace/words.ts';
import { useWorkList, WorkList } from '#components/workspace/work-list.tsx';
import { ideaColumns } from './idea-columns.tsx';
import { IdeaForm } from './idea-form.tsx';

const FILTERS = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(['new', 'accepted', 'sent']),
  cluster: parseAsString,
  sort: parseAsSort(['created_at', 'title'], '-created_at'),
};
const nameOf = (row: Idea) => row.title;
const idsOf = (rows: { id: string }[]) => rows.map((row) => row.id);

/** The site's content ideas: edit them, accept them, send them to the Writer. */
export function IdeasTab({ siteId }: { siteId: string }) {
  const filters = useFilters(FILTERS);
  const [edited, setEdited] = useState<Idea | 'new'>();
  const { q, status, cluster, sort } = filters.state;
  const clusters = useQuery(clusterNamesQuery(siteId)).data?.data ?? [];
  const work = useWorkList<Idea>(siteId, {
    resource: 'ideas',
    noun: 'idea',
    query: { limit: 50, q, status, clusterId: cluster, sort },
    name: nameOf,
  });
  const { rows, ids, mayEdit, clear, remove } = work;
  const refresh = [contentKeys.site(siteId)];
  const send = useAct({
    run: (sent: string[]) => sendIdeas(siteId, sent),
    done: (_, sent) => `${counted(sent.length, 'idea')} sent to the Writer.`,
    undo: ({ tasks }, sent) => {
      const all = rows?.every((row) => row.status !== 'sent' || !sent.includes(row.id));
      return all ? () => removeMany(siteId, 'tasks', idsOf(tasks)) : null; // an idea that was there before keeps its task
    },
    refresh,
    onDone: clear,
  });
  const accept = useAct({
    run: (idea: Idea) =>
      updateIdea(siteId, idea, { status: idea.status === 'accepted' ? 'new' : 'accepted' }),
    refresh,
  });
  const { mutate: toggleAccepted } = accept;
  const columns = useMemo(
    () =>
      ideaColumns(
        mayEdit ? { edit: setEdited, accept: toggleAccepted, remove: (row) => remove([row.id]) } : null,
      ),
    [mayEdit, toggleAccepted, remove],
  );
  return (
    <>
      <WorkList
        work={work}
        label="Ideas"
        columns={columns}
        step={
          <Stack gap={4} align="flex-start">
            <Button
              leftSection={<IconArrowRight size={15} aria-hidden />}
              disabled={!mayEdit || ids.length === 0}
              loading={send.isPending}
              onClick={() => send.mutate(ids)}
            >
              Send to Writer
            </Button>
            <Text fz="xs" c="dimmed">
              {!mayEdit
                ? READ_ONLY
                : ids.length === 0
                  ? 'Select ideas below; each becomes a task. Costs nothing.'
                  : 'Costs nothing.'}
            </Text>
          </Stack>
        }
        adding={
          <Button variant="default" disabled={!mayEdit} onClick={() => setEdited('new')}>
            New idea
          </Button>
        }
        filters={filters}
        fields={
          <>
            <SearchInput
              label="Search ideas"
              value={q}
              onChange={(text) => filters.set({ q: text || null })}
            />
            <Filter
              label="Any status"
              value={status}
              choices={IDEA_STATUS_CHOICES}
              onChange={(value) => filters.set({ status: value })}
            />
            <Select
              size="xs"
              w={180}
              aria-label="Cluster"
              placeholder="Any cluster"
              clearable
              searchable
              data={clusters.map((row) => ({ value: row.id, label: row.name }))}
              value={cluster}
              onChange={(value) => filters.set({ cluster: value })}
            />
          </>
        }
        empty={{
          title: 'No ideas yet',
          description:
            'Select clusters on the Clusters tab and press Generate ideas, or write one down yourself.',
        }}
      />
      {edited ? (
        <IdeaForm
          siteId={siteId}
          idea={edited === 'new' ? null : edited}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </>
  );
}

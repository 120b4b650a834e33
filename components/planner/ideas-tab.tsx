'use client';

import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { clusterNamesQuery, type Idea, removeMany, restoreMany, sendIdeas, updateIdea } from '#client/content/planner.ts';
import { BulkBar, Button, DataTable, EmptyState, ErrorState, Group, LoadMore, SearchInput, Select, Stack, Text, useAct } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit, useSelection } from '#components/workspace/hooks.ts';
import { counted, IDEA_STATUS_CHOICES } from '#components/workspace/words.ts';
import { ideaColumns } from './idea-columns.tsx';
import { IdeaForm } from './idea-form.tsx';

const filters = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(['new', 'accepted', 'sent']),
  cluster: parseAsString,
  sort: parseAsString.withDefault('-created_at'),
};

/** The site's content ideas: edit them, accept them, send them to the Writer. */
export function IdeasTab({ siteId }: { siteId: string }) {
  const [state, setState] = useQueryStates(filters);
  const [edited, setEdited] = useState<Idea | 'new'>();
  const mayEdit = useMayEdit(siteId);
  const { q, status, cluster, sort } = state;
  const { list, rows } = useList<Idea>(siteId, 'ideas', { limit: 50, q, status, clusterId: cluster, sort });
  const clusters = useQuery(clusterNamesQuery(siteId)).data?.data ?? [];
  const { ids, clear, selection } = useSelection((id) => rows?.find((row) => row.id === id)?.title ?? '');
  const refresh = [contentKeys.site(siteId)];
  const send = useAct({
    run: (sent: string[]) => sendIdeas(siteId, sent),
    done: (_, sent) => `${counted(sent.length, 'idea')} sent to the Writer.`,
    refresh,
    onDone: clear,
  });
  const remove = useAct({
    run: (removed: string[]) => removeMany(siteId, 'ideas', removed),
    done: (_, removed) => `${counted(removed.length, 'idea')} removed.`,
    undo: (answer) => () => restoreMany(siteId, 'ideas', answer.ids),
    refresh,
    onDone: clear,
  });
  const accept = useAct({
    run: (idea: Idea) => updateIdea(siteId, idea, { status: idea.status === 'accepted' ? 'new' : 'accepted' }),
    refresh,
  });
  const filtered = Boolean(q || status || cluster);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
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
            {ids.length === 0 ? 'Select ideas below; each becomes a task. Costs nothing.' : 'Costs nothing.'}
          </Text>
        </Stack>
        {mayEdit ? (
          <Button variant="default" onClick={() => setEdited('new')}>
            New idea
          </Button>
        ) : null}
      </Group>
      <Group gap="xs">
        <SearchInput label="Search ideas" value={q} onChange={(text) => setState({ q: text || null })} />
        <Filter label="Any status" value={status} choices={IDEA_STATUS_CHOICES} onChange={(value) => setState({ status: value })} />
        <Select
          size="xs"
          w={180}
          aria-label="Cluster"
          placeholder="Any cluster"
          clearable
          searchable
          data={clusters.map((row) => ({ value: row.id, label: row.name }))}
          value={cluster}
          onChange={(value) => setState({ cluster: value })}
        />
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
        label="Ideas"
        columns={ideaColumns(mayEdit ? { edit: setEdited, accept: accept.mutate, remove: (row) => remove.mutate([row.id]) } : null)}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        {...(mayEdit ? { selection } : {})}
        empty={
          filtered ? (
            <EmptyState title="No idea fits the filters" />
          ) : (
            <EmptyState title="No ideas yet" description="Select clusters on the Clusters tab and press Generate ideas, or write one down yourself." />
          )
        }
      />
      <LoadMore query={list} />
      {edited ? <IdeaForm siteId={siteId} idea={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} /> : null}
    </Stack>
  );
}

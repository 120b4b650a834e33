'use client';

import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { removeMany, restoreMany } from '#client/content/planner.ts';
import { createTask, type Task, updateTask } from '#client/content/writer.ts';
import { AiButton } from '#components/runs/index.ts';
import {
  Anchor,
  BulkBar,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Menu,
  SearchInput,
  Stack,
  StatusBadge,
  Text,
  useAct,
} from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit, useRefresh, useSelection } from '#components/workspace/hooks.ts';
import { PlanForm } from '#components/workspace/plan-form.tsx';
import { RowMenu } from '#components/workspace/row-menu.tsx';
import { contentTypeLabel, counted } from '#components/workspace/words.ts';

const filters = { q: parseAsString.withDefault(''), status: parseAsStringLiteral(['to_do', 'written']), sort: parseAsString.withDefault('-created_at') };
const STATUS_CHOICES = [
  { value: 'to_do' as const, label: 'To write' },
  { value: 'written' as const, label: 'Written' },
];

/** What is to be written; selected tasks become articles. */
export function TasksTab({ siteId }: { siteId: string }) {
  const [state, setState] = useQueryStates(filters);
  const [edited, setEdited] = useState<Task | 'new'>();
  const mayEdit = useMayEdit(siteId);
  const refresh = useRefresh(siteId);
  const { q, status, sort } = state;
  const { list, rows } = useList<Task>(siteId, 'tasks', { limit: 50, q, status, sort });
  const { ids, clear, selection } = useSelection((id) => rows?.find((row) => row.id === id)?.title ?? '');
  const remove = useAct({
    run: (removed: string[]) => removeMany(siteId, 'tasks', removed),
    done: (_, removed) => `${counted(removed.length, 'task')} removed.`,
    undo: (answer) => () => restoreMany(siteId, 'tasks', answer.ids),
    refresh: [contentKeys.site(siteId)],
    onDone: clear,
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <AiButton
          operation="generate_content"
          siteId={siteId}
          label="Generate content"
          input={mayEdit && ids.length > 0 ? { taskIds: ids } : null}
          emptyReason={mayEdit ? 'Select tasks below to have them written.' : 'Your role may read. Ask an owner to run this.'}
          onDone={() => {
            clear();
            refresh();
          }}
        />
        {mayEdit ? (
          <Button variant="default" onClick={() => setEdited('new')}>
            New task
          </Button>
        ) : null}
      </Group>
      <Group gap="xs">
        <SearchInput label="Search tasks" value={q} onChange={(text) => setState({ q: text || null })} />
        <Filter label="Any status" value={status} choices={STATUS_CHOICES} onChange={(value) => setState({ status: value })} />
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
        label="Tasks"
        columns={columns(siteId, mayEdit ? { edit: setEdited, remove: (row) => remove.mutate([row.id]) } : null)}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        {...(mayEdit ? { selection } : {})}
        empty={
          q || status ? (
            <EmptyState title="No task fits the filters" />
          ) : (
            <EmptyState
              title="Nothing to write yet"
              description="Send ideas from the Planner, or write a task down yourself."
              action={
                <Button component={Link} href={`/sites/${siteId}/planner?tab=ideas`}>
                  Open the ideas
                </Button>
              }
            />
          )
        }
      />
      <LoadMore query={list} />
      {edited ? <TaskForm siteId={siteId} task={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} /> : null}
    </Stack>
  );
}

function TaskForm({ siteId, task, onClose }: { siteId: string; task: Task | null; onClose: () => void }) {
  return (
    <PlanForm
      siteId={siteId}
      title={task ? 'Edit task' : 'New task'}
      plan={task && { title: task.title, contentType: task.contentType, outline: task.outline, targetKeywords: task.targetKeywords, notes: task.instructions }}
      notes={{ label: 'Instructions', description: 'What the text should say, for whom, and what to leave out.' }}
      save={({ notes, ...plan }) => (task ? updateTask(siteId, task, { ...plan, instructions: notes }) : createTask(siteId, { ...plan, instructions: notes }))}
      onClose={onClose}
    />
  );
}

const columns = (siteId: string, acts: { edit: (task: Task) => void; remove: (task: Task) => void } | null): Column<Task>[] => [
  {
    key: 'title',
    header: 'Task',
    sort: 'title',
    cell: (row) => (
      <Stack gap={2} maw={560}>
        <Text fz="sm" fw={500}>
          {row.title}
        </Text>
        <Text fz="xs" c="dimmed" lineClamp={1}>
          {row.targetKeywords.join(' · ')}
        </Text>
      </Stack>
    ),
  },
  { key: 'type', header: 'Form', wide: true, cell: (row) => contentTypeLabel(row.contentType) },
  {
    key: 'status',
    header: 'Status',
    cell: (row) =>
      row.articleId ? (
        <Anchor component={Link} href={`/sites/${siteId}/writer/${row.articleId}`} fz="sm">
          Open article
        </Anchor>
      ) : (
        <StatusBadge status={row.status} label={row.status === 'written' ? 'Written' : 'To write'} tone="gray" />
      ),
  },
  ...(acts
    ? [
        {
          key: 'actions',
          header: '',
          align: 'right' as const,
          width: 48,
          cell: (row: Task) => (
            <RowMenu label={row.title}>
              <Menu.Item onClick={() => acts.edit(row)}>Edit …</Menu.Item>
              <Menu.Item color="red" onClick={() => acts.remove(row)}>
                Remove
              </Menu.Item>
            </RowMenu>
          ),
        },
      ]
    : []),
];

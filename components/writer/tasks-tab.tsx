'use client';

import Link from 'next/link';
import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { useMemo, useState } from 'react';
import { createTask, type Task, updateTask } from '#client/content/writer.ts';
import { Button, SearchInput } from '#components/ui/index.ts';
import { Filter } from '#components/workspace/filter.tsx';
import { parseAsSort, useFilters } from '#components/workspace/filters.ts';
import { PlanForm } from '#components/workspace/plan-form.tsx';
import { StepButton } from '#components/workspace/step-button.tsx';
import { useWorkList, WorkList } from '#components/workspace/work-list.tsx';
import { taskColumns } from './task-columns.tsx';

const FILTERS = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(['to_do', 'written']),
  sort: parseAsSort(['created_at', 'title'], '-created_at'),
};
const STATUS_CHOICES = [
  { value: 'to_do' as const, label: 'To write' },
  { value: 'written' as const, label: 'Written' },
];
const nameOf = (row: Task) => row.title;

/** What is to be written; selected tasks become articles. */
export function TasksTab({ siteId }: { siteId: string }) {
  const filters = useFilters(FILTERS);
  const [edited, setEdited] = useState<Task | 'new'>();
  const { q, status, sort } = filters.state;
  const work = useWorkList<Task>(siteId, {
    resource: 'tasks',
    noun: 'task',
    query: { limit: 50, q, status, sort },
    name: nameOf,
  });
  const { mayEdit, remove } = work;
  const columns = useMemo(
    () => taskColumns(siteId, mayEdit ? { edit: setEdited, remove: (row) => remove([row.id]) } : null),
    [siteId, mayEdit, remove],
  );
  return (
    <>
      <WorkList
        work={work}
        label="Tasks"
        columns={columns}
        step={
          <StepButton
            siteId={siteId}
            operation="generate_content"
            label="Generate content"
            work={work}
            input={(taskIds) => ({ taskIds })}
            ask="Select tasks below to have them written."
          />
        }
        adding={
          <Button variant="default" disabled={!mayEdit} onClick={() => setEdited('new')}>
            New task
          </Button>
        }
        filters={filters}
        fields={
          <>
            <SearchInput
              label="Search tasks"
              value={q}
              onChange={(text) => filters.set({ q: text || null })}
            />
            <Filter
              label="Any status"
              value={status}
              choices={STATUS_CHOICES}
              onChange={(value) => filters.set({ status: value })}
            />
          </>
        }
        empty={{
          title: 'Nothing to write yet',
          description: 'Send ideas from the Planner, or write a task down yourself.',
          action: (
            <Button component={Link} href={`/sites/${siteId}/planner?tab=ideas`}>
              Open the ideas
            </Button>
          ),
        }}
      />
      {edited ? (
        <TaskForm
          siteId={siteId}
          task={edited === 'new' ? null : edited}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </>
  );
}

function TaskForm({ siteId, task, onClose }: { siteId: string; task: Task | null; onClose: () => void }) {
  return (
    <PlanForm
      siteId={siteId}
      title={task ? 'Edit task' : 'New task'}
      plan={
        task && {
          title: task.title,
          contentType: task.contentType,
          outline: task.outline,
          targetKeywords: task.targetKeywords,
          notes: task.instructions,
        }
      }
      notes={{
        label: 'Instructions',
        description: 'What the text should say, for whom, and what to leave out.',
      }}
      save={({ notes, ...plan }) =>
        task
          ? updateTask(siteId, task, { ...plan, instructions: notes })
          : createTask(siteId, { ...plan, instructions: notes })
      }
      onClose={onClose}
    />
  );
}

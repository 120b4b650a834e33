'use client';

import type { ReactNode } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type Removable, removeMany, restoreMany } from '#client/content/planner.ts';
import type { Query } from '#client/http.ts';
import {
  BulkBar,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatNumber,
  Group,
  LoadMore,
  Stack,
  Text,
  useAct,
} from '#components/ui/index.ts';
import { useList, useSelection } from './hooks.ts';
import { counted } from './words.ts';

interface Wanted<Row> {
  resource: Removable;
  noun: string;
  query: Query;
  /** What a row is called; the same function each time. */
  name: (row: Row) => string;
  /** Said when some are removed, after how many. */
  removedNote?: string;
  /** Finds all that match, where a list is too long to show. */
  allIds?: () => Promise<string[]>;
}

/** A list of the workspace with its selection and the removal of rows, which can be taken back. */
export function useWorkList<Row extends { id: string }>(
  siteId: string,
  { resource, noun, query, name, removedNote = '', allIds }: Wanted<Row>,
) {
  const { list, rows } = useList<Row>(siteId, resource, query);
  const selected = useSelection(siteId, rows, name);
  const remove = useAct({
    run: (removed: string[]) => removeMany(siteId, resource, removed),
    done: (_, removed) => `${counted(removed.length, noun)} removed${removedNote}.`,
    undo: (answer) => () => restoreMany(siteId, resource, answer),
    refresh: [contentKeys.site(siteId)],
    onDone: selected.clear,
  });
  const selectAll = useAct({
    run: async () => (allIds ? await allIds() : selected.ids),
    onDone: (found) => selected.selection.onChange(new Set(found)),
  });
  return {
    list,
    rows,
    noun,
    selectAll: allIds && list.hasNextPage ? selectAll : null,
    remove: remove.mutate,
    removing: remove.isPending,
    ...selected,
  };
}

interface Props<Row> {
  work: Omit<ReturnType<typeof useWorkList>, 'rows'> & { rows: Row[] | undefined };
  label: string;
  columns: Column<Row>[];
  /** What makes the rows of the next list out of the selected ones, with its price. */
  step: ReactNode;
  /** Adding by hand. */
  adding: ReactNode;
  filters: {
    state: { sort: string };
    set: (change: { sort: string }) => unknown;
    filtered: boolean;
    clear: () => void;
  };
  /** The fields of the filters. */
  fields: ReactNode;
  /** What else can be done with the selected rows. */
  bulk?: ReactNode;
  empty: { title: string; description: string; action?: ReactNode };
}

/** A list of the workspace: its step and price above, filters in the address, rows to select, a bulk bar, more at the end. */
export function WorkList<Row extends { id: string }>({
  work,
  label,
  columns,
  step,
  adding,
  filters,
  fields,
  bulk,
  empty,
}: Props<Row>) {
  const { list, rows, mayEdit, ids, clear, remove, removing, selectAll, noun, selection } = work;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        {step}
        {adding}
      </Group>
      <Group gap="xs">
        {fields}
        {filters.filtered ? (
          <Button variant="subtle" size="xs" onClick={filters.clear}>
            Clear filters
          </Button>
        ) : null}
      </Group>
      {mayEdit ? (
        <BulkBar count={ids.length} onClear={clear}>
          {selectAll && ids.length <= (rows?.length ?? 0) ? (
            <Button variant="subtle" loading={selectAll.isPending} onClick={() => selectAll.mutate()}>
              Select all that {filters.filtered ? 'match' : 'there are'}
            </Button>
          ) : null}
          {bulk}
          <Button variant="default" loading={removing} onClick={() => remove(ids)}>
            Remove
          </Button>
        </BulkBar>
      ) : null}
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      {list.error ? null : (
        <DataTable
          label={label}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          sort={filters.state.sort}
          onSort={(sort) => filters.set({ sort })}
          {...(mayEdit ? { selection } : {})}
          empty={
            filters.filtered ? (
              <EmptyState
                title={`No ${noun} fits the filters`}
                description="Take a filter away to see more."
              />
            ) : (
              <EmptyState {...empty} action={mayEdit ? empty.action : null} />
            )
          }
        />
      )}
      {rows && rows.length > 0 ? (
        <Text fz="xs" c="dimmed">
          {formatNumber(rows.length)} shown{list.hasNextPage ? ', more below' : ''}
        </Text>
      ) : null}
      <LoadMore query={list} />
    </Stack>
  );
}

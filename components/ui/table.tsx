'use client';

import { Box, Checkbox, Group, Skeleton, Table, Text, UnstyledButton } from '@mantine/core';
import { type ReactNode, useMemo, useRef } from 'react';
import { formatNumber } from './format.tsx';
import classes from './table.module.css';
import { type Column, cellClass } from './table-column.ts';
import { TableFrame } from './table-frame.tsx';
import { HeaderCell } from './table-head.tsx';
import { BodyRow, type RowActs } from './table-row.tsx';
import { useView, ViewMenu } from './table-view.tsx';

export interface Selection {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  /** Name of a row for its checkbox. */
  label: (id: string) => string;
}

interface Props<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  /** Keep the same array while it says the same: rows are drawn anew only when they or their columns change. */
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** "name" or "-name", as in the address. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  selection?: Selection;
  /** What stands in the place of no rows. */
  empty: ReactNode;
  skeletonRows?: number;
}

/** From so many columns on a person may choose which to see. */
const MANY_COLUMNS = 5;

/** A table as people expect it: sticky head, real sort buttons, selection with shift, row actions always in sight, skeleton rows while it loads. */
export function DataTable<Row>({
  label,
  columns: all,
  rows,
  rowId,
  sort,
  onSort,
  selection,
  empty,
  skeletonRows = 8,
}: Props<Row>) {
  const last = useRef<string | null>(null);
  const view = useView(label);
  const columns = useMemo(
    () => all.filter((column) => !view.hidden.includes(column.key)),
    [all, view.hidden],
  );
  const act = useRef<RowActs['current']>({});
  if (rows?.length === 0) return <Box className={classes.frame}>{empty}</Box>;
  const ids = rows?.map(rowId) ?? [];
  const toggle = (id: string, checked: boolean, range: boolean) => {
    const next = new Set(selection?.selected);
    const [from, to] = [ids.indexOf(last.current ?? id), ids.indexOf(id)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    for (const each of range && from >= 0 ? ids.slice(from, to + 1) : [id])
      checked ? next.add(each) : next.delete(each);
    last.current = id;
    selection?.onChange(next);
  };
  act.current = { toggle, label: selection?.label };
  return (
    <TableFrame label={label}>
      <Table
        stickyHeader
        stickyHeaderOffset="var(--table-head-offset)"
        withRowBorders={false}
        aria-label={label}
        aria-busy={rows === undefined}
        className={view.compact ? `${classes.table} ${classes.compact}` : classes.table}
      >
        <Table.Thead className={classes.head}>
          <Table.Tr>
            {selection ? (
              <Table.Th className={classes.tick}>
                <Checkbox
                  size="xs"
                  aria-label="Select all rows shown"
                  disabled={ids.length === 0}
                  checked={ids.length > 0 && ids.every((id) => selection.selected.has(id))}
                  indeterminate={
                    ids.some((id) => selection.selected.has(id)) &&
                    !ids.every((id) => selection.selected.has(id))
                  }
                  onChange={(event) =>
                    selection.onChange(
                      new Set(event.currentTarget.checked ? [...selection.selected, ...ids] : []),
                    )
                  }
                />
              </Table.Th>
            ) : null}
            {columns.map((column, i) => (
              <HeaderCell
                key={column.key}
                column={column}
                className={cellClass(column, i, selection !== undefined)}
                sort={sort}
                onSort={onSort}
              >
                {i === columns.length - 1 && all.length >= MANY_COLUMNS ? (
                  <ViewMenu label={label} columns={all} view={view} />
                ) : null}
              </HeaderCell>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows
            ? rows.map((row) => {
                const id = rowId(row);
                return (
                  <BodyRow
                    key={id}
                    row={row}
                    id={id}
                    columns={columns as readonly Column<unknown>[]}
                    selected={selection ? selection.selected.has(id) : null}
                    act={act}
                  />
                );
              })
            : Array.from({ length: skeletonRows }, (_, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: skeleton rows have nothing else
                <Table.Tr key={i}>
                  {selection ? <Table.Td className={classes.tick} /> : null}
                  {columns.map((column, at) => (
                    <Table.Td key={column.key} className={cellClass(column, at, selection !== undefined)}>
                      <Skeleton height={14} my={3} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

/** Stands above a table while rows are selected: how many, and what can be done with them together. */
export function BulkBar({
  count,
  onClear,
  children,
}: {
  count: number;
  onClear: () => void;
  children: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <Group className={classes.bulk} role="toolbar" aria-label="Actions for the selected rows" gap="xs">
      <Text fw={500}>{formatNumber(count)} selected</Text>
      {children}
      <UnstyledButton onClick={onClear} c="dimmed" ml="auto" fz="sm">
        Clear selection
      </UnstyledButton>
    </Group>
  );
}

'use client';

import { Box, Checkbox, Group, Skeleton, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { memo, type ReactNode, useMemo, useRef } from 'react';
import { formatNumber } from './format.tsx';
import classes from './table.module.css';
import { useView, ViewMenu } from './table-view.tsx';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Name of the API's sort field; absent: cannot be sorted by. */
  sort?: string;
  align?: 'right';
  width?: number | string;
  /** Left out at phone width, where the row has less room. */
  wide?: boolean;
}

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
  onRowClick?: (row: Row) => void;
  skeletonRows?: number;
}

/** From so many columns on a person may choose which to see. */
const MANY_COLUMNS = 5;

/** A table as people expect it: sticky head, real sort buttons, selection with shift, skeleton rows while it loads. */
export function DataTable<Row>({ label, columns: all, rows, rowId, sort, onSort, selection, empty, onRowClick, skeletonRows = 8 }: Props<Row>) {
  const last = useRef<string | null>(null);
  const view = useView(label);
  const columns = useMemo(() => all.filter((column) => !view.hidden.includes(column.key)), [all, view.hidden]);
  const act = useRef<RowActs<Row>>({});
  if (rows?.length === 0) return <Box className={classes.frame}>{empty}</Box>;
  const ids = rows?.map(rowId) ?? [];
  const toggle = (id: string, checked: boolean, range: boolean) => {
    const next = new Set(selection?.selected);
    const [from, to] = [ids.indexOf(last.current ?? id), ids.indexOf(id)].sort((a, b) => a - b) as [number, number];
    for (const each of range && from >= 0 ? ids.slice(from, to + 1) : [id]) checked ? next.add(each) : next.delete(each);
    last.current = id;
    selection?.onChange(next);
  };
  act.current = { toggle, label: selection?.label, click: onRowClick };
  return (
    <Box className={classes.frame}>
      <Table.ScrollContainer minWidth={320} type="native" className={classes.scroll ?? ''} tabIndex={0} role="region" aria-label={`${label}, scrolls sideways`}>
        <Table
          stickyHeader
          stickyHeaderOffset="var(--table-head-offset)"
          highlightOnHover
          aria-label={label}
          aria-busy={rows === undefined}
          {...(view.compact ? { className: classes.compact ?? '' } : {})}
        >
          <Table.Thead className={classes.head}>
            <Table.Tr>
              {selection ? (
                <Table.Th w={36}>
                  <Checkbox
                    size="xs"
                    aria-label="Select all rows shown"
                    disabled={ids.length === 0}
                    checked={ids.length > 0 && ids.every((id) => selection.selected.has(id))}
                    indeterminate={ids.some((id) => selection.selected.has(id)) && !ids.every((id) => selection.selected.has(id))}
                    onChange={(event) => selection.onChange(new Set(event.currentTarget.checked ? [...selection.selected, ...ids] : []))}
                  />
                </Table.Th>
              ) : null}
              {columns.map((column, i) => (
                <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort}>
                  {i === columns.length - 1 && all.length >= MANY_COLUMNS ? <ViewMenu label={label} columns={all} view={view} /> : null}
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
                      clickable={onRowClick !== undefined}
                      act={act as unknown as RowActsRef}
                    />
                  );
                })
              : Array.from({ length: skeletonRows }, (_, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: skeleton rows have nothing else
                  <Table.Tr key={i}>
                    {selection ? <Table.Td /> : null}
                    {columns.map((column) => (
                      <Table.Td key={column.key} className={column.wide ? classes.wide : undefined}>
                        <Skeleton height={14} my={3} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Box>
  );
}

interface RowActs<Row> {
  toggle?: (id: string, checked: boolean, range: boolean) => void;
  label?: ((id: string) => string) | undefined;
  click?: ((row: Row) => void) | undefined;
}
type RowActsRef = { current: RowActs<unknown> };

interface BodyRowProps {
  row: unknown;
  id: string;
  columns: readonly Column<unknown>[];
  /** Null: rows cannot be selected. */
  selected: boolean | null;
  clickable: boolean;
  /** What a row does, by reference, so that none is drawn anew when another is selected. */
  act: RowActsRef;
}

const BodyRow = memo(function BodyRow({ row, id, columns, selected, clickable, act }: BodyRowProps) {
  return (
    <Table.Tr
      data-row={id}
      {...(clickable ? { className: classes.clickable ?? '', onClick: () => act.current.click?.(row) } : {})}
      {...(selected ? { bg: 'var(--app-hover)' } : {})}
    >
      {selected === null ? null : (
        <Table.Td onClick={(event) => event.stopPropagation()}>
          <Checkbox
            size="xs"
            aria-label={`Select ${act.current.label?.(id)}`}
            checked={selected}
            onChange={(event) => act.current.toggle?.(id, event.currentTarget.checked, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </Table.Td>
      )}
      {columns.map((column) => (
        <Table.Td key={column.key} ta={column.align} className={column.wide ? classes.wide : undefined}>
          {column.cell(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
});

interface HeaderProps<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  /** The menu of columns and density, in the last cell of the head. */
  children: ReactNode;
}

function HeaderCell<Row>({ column, sort, onSort, children }: HeaderProps<Row>) {
  const active = column.sort !== undefined && sort?.replace(/^-/, '') === column.sort;
  const descending = active && sort?.startsWith('-') === true;
  const className = column.wide ? classes.wide : undefined;
  if (!column.sort || !onSort) {
    return (
      <Table.Th ta={column.align} w={column.width} className={className}>
        {column.header === '' ? <span className="visually-hidden">Actions</span> : column.header} {children}
      </Table.Th>
    );
  }
  const Icon = active ? (descending ? IconArrowDown : IconArrowUp) : IconArrowsSort;
  return (
    <Table.Th ta={column.align} w={column.width} className={className} aria-sort={active ? (descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(active && !descending ? `-${column.sort}` : (column.sort ?? ''))}>
        <Group gap={4} wrap="nowrap" justify={column.align === 'right' ? 'flex-end' : 'flex-start'}>
          <Text span fz="inherit" fw="inherit">
            {column.header}
          </Text>
          <Icon size={13} aria-hidden opacity={active ? 1 : 0.45} />
        </Group>
      </UnstyledButton>
      {children}
    </Table.Th>
  );
}

/** Stands above a table while rows are selected: how many, and what can be done with them together. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
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

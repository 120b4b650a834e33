'use client';

import { Group, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './table.module.css';
import type { Column } from './table-column.ts';

interface Props<Row> {
  column: Column<Row>;
  className: string;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  /** The menu of columns and density, in the last cell of the head. */
  children: ReactNode;
}

/** One cell of a table's head: its name, or the button that sorts by it. */
export function HeaderCell<Row>({ column, className, sort, onSort, children }: Props<Row>) {
  const active = column.sort !== undefined && sort?.replace(/^-/, '') === column.sort;
  const descending = active && sort?.startsWith('-') === true;
  const Icon = active ? (descending ? IconArrowDown : IconArrowUp) : IconArrowsSort;
  const name =
    column.sort && onSort ? (
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSort(active && !descending ? `-${column.sort}` : (column.sort ?? ''))}
      >
        <Text span fz="inherit" fw="inherit">
          {column.header}
        </Text>
        <Icon size={13} aria-hidden opacity={active ? 1 : 0.45} />
      </UnstyledButton>
    ) : column.header === '' ? (
      <span className="visually-hidden">Actions</span>
    ) : (
      column.header
    );
  return (
    <Table.Th
      w={column.width}
      className={className}
      {...(column.sort && onSort
        ? { 'aria-sort': active ? (descending ? 'descending' : 'ascending') : 'none' }
        : {})}
    >
      <Group gap={4} wrap="nowrap" justify={column.align === 'right' ? 'flex-end' : 'flex-start'}>
        {name}
        {children}
      </Group>
    </Table.Th>
  );
}

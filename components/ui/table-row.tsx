'use client';

import { Checkbox, Table } from '@mantine/core';
import { memo } from 'react';
import classes from './table.module.css';
import { type Column, cellClass } from './table-column.ts';

interface Props {
  row: unknown;
  id: string;
  columns: readonly Column<unknown>[];
  /** Null: rows cannot be selected. */
  selected: boolean | null;
  /** What a row does, by reference, so that none is drawn anew when another is selected. */
  act: RowActs;
}

export interface RowActs {
  current: {
    toggle?: (id: string, checked: boolean, range: boolean) => void;
    label?: ((id: string) => string) | undefined;
  };
}

/** One row of a table, drawn anew only when it or its columns change. */
export const BodyRow = memo(function BodyRow({ row, id, columns, selected, act }: Props) {
  return (
    <Table.Tr data-row={id} {...(selected ? { 'data-selected': true } : {})}>
      {selected === null ? null : (
        <Table.Td className={classes.tick}>
          <Checkbox
            size="xs"
            aria-label={`Select ${act.current.label?.(id)}`}
            checked={selected}
            onChange={(event) =>
              act.current.toggle?.(
                id,
                event.currentTarget.checked,
                (event.nativeEvent as MouseEvent).shiftKey,
              )
            }
          />
        </Table.Td>
      )}
      {columns.map((column, at) => (
        <Table.Td key={column.key} className={cellClass(column, at, selected !== null)}>
          {column.cell(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
});

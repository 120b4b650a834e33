import type { ReactNode } from 'react';
import classes from './table.module.css';

export interface Column<Row> {
  key: string;
  /** Empty for the column of row actions, which stays in sight however wide the table is. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** Name of the API's sort field; absent: cannot be sorted by. */
  sort?: string;
  align?: 'right';
  width?: number | string;
  /** Left out at phone width, where the row has less room. */
  wide?: boolean;
}

/** How the cells of a column are set, and whether they stay in sight while the table scrolls. */
export function cellClass<Row>(column: Column<Row>, at: number, selectable: boolean): string {
  const pinned =
    at === 0
      ? selectable
        ? classes.second
        : classes.first
      : column.header === ''
        ? classes.last
        : undefined;
  return [
    column.align === 'right' ? classes.right : undefined,
    column.wide ? classes.wide : undefined,
    pinned,
  ]
    .filter(Boolean)
    .join(' ');
}

import type { ReactNode } from 'react';
import { type Column, Menu } from '#components/ui/index.ts';
import { RowMenu } from './row-menu.tsx';

export interface RowActs<Row> {
  edit: (row: Row) => void;
  remove: (row: Row) => void;
}

/** The last column of a list: edit, remove, and what else a row allows. Nothing for those who may only read. */
export const actionsColumn = <Row,>(
  acts: RowActs<Row> | null,
  nameOf: (row: Row) => string,
  more?: (row: Row) => ReactNode,
): Column<Row>[] =>
  acts
    ? [
        {
          key: 'actions',
          header: '',
          align: 'right',
          width: 48,
          cell: (row) => (
            <RowMenu label={nameOf(row)}>
              <Menu.Item onClick={() => acts.edit(row)}>Edit …</Menu.Item>
              {more?.(row)}
              <Menu.Item color="red" onClick={() => acts.remove(row)}>
                Remove
              </Menu.Item>
            </RowMenu>
          ),
        },
      ]
    : [];

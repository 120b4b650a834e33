'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconDownload } from '@tabler/icons-react';
import { parseAsArrayOf, parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useRef } from 'react';
import { downloadCsv } from './csv.ts';

interface View {
  hidden: readonly string[];
  compact: boolean;
  change: (next: { hidden?: string[]; compact?: boolean }) => void;
}

const noneHidden: string[] = [];

/** Which columns of a table are hidden and how dense its rows are: in the address, so that a link shows the same. */
export function useView(label: string): View {
  const name = label.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const [state, setState] = useQueryStates(
    {
      hidden: parseAsArrayOf(parseAsString).withDefault(noneHidden),
      compact: parseAsBoolean.withDefault(false),
    },
    { urlKeys: { hidden: `${name}-without`, compact: `${name}-compact` } },
  );
  return { ...state, change: (next) => void setState(next) };
}

interface Props {
  label: string;
  columns: readonly { key: string; header: string }[];
  view: View;
}

/** Chooses columns and density of a table, and hands out its figures. The first column, which names the row, always stays. */
export function ViewMenu({ label, columns, view }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const download = () => {
    const table = button.current?.closest('table');
    if (table) downloadCsv(table, label);
  };
  const toggle = (key: string) =>
    view.change({
      hidden: view.hidden.includes(key) ? view.hidden.filter((each) => each !== key) : [...view.hidden, key],
    });
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon ref={button} size="sm" my={-4} aria-label={`Columns and density of ${label}`}>
          <IconAdjustmentsHorizontal size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Columns</Menu.Label>
        {columns.slice(1).map((column) =>
          column.header === '' ? null : (
            <Menu.CheckboxItem
              key={column.key}
              checked={!view.hidden.includes(column.key)}
              onChange={() => toggle(column.key)}
            >
              {column.header}
            </Menu.CheckboxItem>
          ),
        )}
        <Menu.Divider />
        <Menu.CheckboxItem checked={view.compact} onChange={() => view.change({ compact: !view.compact })}>
          Compact rows
        </Menu.CheckboxItem>
        <Menu.Item leftSection={<IconDownload size={14} aria-hidden />} onClick={download}>
          Rows shown as CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

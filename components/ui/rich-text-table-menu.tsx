'use client';

import { Menu } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { IconTable } from '@tabler/icons-react';
import type { Command } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  toggleHeaderRow,
} from '@tiptap/pm/tables';
import { type Editor, useEditorState } from '@tiptap/react';
import { insertTable } from './rich-text-table.ts';

const ACTS: [string, Command][] = [
  ['Row above', addRowBefore],
  ['Row below', addRowAfter],
  ['Column before', addColumnBefore],
  ['Column after', addColumnAfter],
  ['Head row on or off', toggleHeaderRow],
];
const REMOVALS: [string, Command][] = [
  ['Remove row', deleteRow],
  ['Remove column', deleteColumn],
  ['Remove table', deleteTable],
];

/** Inserts a table, or reshapes the one that the cursor is in. */
export function TableMenu({ editor }: { editor: Editor | null }) {
  const within =
    useEditorState({ editor, selector: (now) => (now.editor ? isInTable(now.editor.state) : false) }) ??
    false;
  const item = ([label, command]: [string, Command], color?: string) => (
    <Menu.Item
      key={label}
      {...(color ? { color } : {})}
      onClick={() => {
        if (!editor) return;
        command(editor.state, editor.view.dispatch);
        editor.commands.focus();
      }}
    >
      {label}
    </Menu.Item>
  );
  if (!within)
    return (
      <RichTextEditor.Control
        aria-label="Insert table"
        title="Insert table"
        onClick={() => editor && insertTable(editor)}
      >
        <IconTable size={16} stroke={1.5} aria-hidden />
      </RichTextEditor.Control>
    );
  return (
    <Menu position="bottom-start" width={190} returnFocus={false}>
      <Menu.Target>
        <RichTextEditor.Control aria-label="Table" title="Table" active>
          <IconTable size={16} stroke={1.5} aria-hidden />
        </RichTextEditor.Control>
      </Menu.Target>
      <Menu.Dropdown>
        {ACTS.map((act) => item(act))}
        <Menu.Divider />
        {REMOVALS.map((act) => item(act, 'red'))}
      </Menu.Dropdown>
    </Menu>
  );
}

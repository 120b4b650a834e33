'use client';

import { RichTextEditor } from '@mantine/tiptap';
import Image from '@tiptap/extension-image';
import { type Editor, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useEffect, useRef } from 'react';
import classes from './rich-text.module.css';
import { TABLE } from './rich-text-table.ts';
import { TableMenu } from './rich-text-table-menu.tsx';

interface Props {
  /** HTML that is shown; a changed one replaces what is in the editor. */
  html: string;
  /** Called with the HTML after each change by the person. */
  onChange: (html: string) => void;
  editable: boolean;
  label: string;
}

/** Writes HTML as people write: headings, lists, links, quotes, tables, images; undo and redo by button and key. */
export default function RichText({ html, onChange, editable, label }: Props) {
  const change = useRef(onChange);
  change.current = onChange;
  const written = useRef(html);
  const editor = useEditor({
    immediatelyRender: false,
    editable,
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3, 4] }, link: { openOnClick: false, autolink: true } }),
      Image,
      ...TABLE,
    ],
    content: html,
    editorProps: { attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' } },
    onUpdate: ({ editor: current }: { editor: Editor }) => {
      written.current = current.getHTML();
      change.current(written.current);
    },
  });
  useEffect(() => {
    if (!editor || html === written.current) return;
    written.current = html;
    editor.commands.setContent(html, { emitUpdate: false });
  }, [editor, html]);
  useEffect(() => editor?.setEditable(editable, false), [editor, editable]);
  return (
    <RichTextEditor editor={editor} className={classes.frame ?? ''} variant="subtle">
      {editable ? (
        <RichTextEditor.Toolbar sticky stickyOffset={56} aria-label="Formatting">
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.H2 />
            <RichTextEditor.H3 />
            <RichTextEditor.Bold />
            <RichTextEditor.Italic />
            <RichTextEditor.Strikethrough />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.BulletList />
            <RichTextEditor.OrderedList />
            <RichTextEditor.Blockquote />
            <RichTextEditor.Hr />
            <TableMenu editor={editor} />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Link />
            <RichTextEditor.Unlink />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Undo />
            <RichTextEditor.Redo />
          </RichTextEditor.ControlsGroup>
        </RichTextEditor.Toolbar>
      ) : null}
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}

import { addRowAfter, goToNextCell, isInTable, tableEditing } from '@tiptap/pm/tables';
import { type Editor, Extension, mergeAttributes, Node } from '@tiptap/react';

const ROLES: Record<string, string> = {
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'header_cell',
};

const span = (name: 'colspan' | 'rowspan') => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Number(element.getAttribute(name)) || 1,
  renderHTML: (attributes: Record<string, unknown>) =>
    Number(attributes[name]) > 1 ? { [name]: attributes[name] } : {},
});
/** Widths belong to the page that shows the article; ProseMirror's tables want the attribute all the same. */
const colwidth = { default: null, parseHTML: () => null, renderHTML: () => ({}) };

const cell = (name: string, tag: 'td' | 'th') =>
  Node.create({
    name,
    content: 'block+',
    isolating: true,
    addAttributes: () => ({ colspan: span('colspan'), rowspan: span('rowspan'), colwidth }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  });

const table = Node.create({
  name: 'table',
  content: 'tableRow+',
  group: 'block',
  isolating: true,
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: () => ['table', ['tbody', 0]],
});

const row = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)+',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
});

/** The next or previous cell of a table; a Tab in the last one adds a row and goes there. */
const move = ({ view }: Editor, direction: 1 | -1): boolean => {
  if (!isInTable(view.state) || goToNextCell(direction)(view.state, view.dispatch))
    return isInTable(view.state);
  return (
    direction === 1 && addRowAfter(view.state, view.dispatch) && goToNextCell(1)(view.state, view.dispatch)
  );
};

const KEYS = {
  Tab: ({ editor }: { editor: Editor }) => move(editor, 1),
  'Shift-Tab': ({ editor }: { editor: Editor }) => move(editor, -1),
};

const editing = Extension.create({
  name: 'tableEditing',
  extendNodeSchema: (extension) => (ROLES[extension.name] ? { tableRole: ROLES[extension.name] } : {}),
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts: () => KEYS,
});

/** Tables that people write in and reshape: ProseMirror's own, in the HTML that the server keeps. */
export const TABLE = [table, row, cell('tableCell', 'td'), cell('tableHeader', 'th'), editing];

const rowOf = (type: string, columns: number) => ({
  type: 'tableRow',
  content: Array.from({ length: columns }, () => ({ type, content: [{ type: 'paragraph' }] })),
});

const NEW_TABLE = {
  type: 'table',
  content: [rowOf('tableHeader', 3), rowOf('tableCell', 3), rowOf('tableCell', 3)],
};

/** Inserts a table, a row of heads and two of cells, and puts the cursor into its first cell. */
export function insertTable(editor: Editor): void {
  const at = editor.state.selection.from;
  editor.chain().focus().insertContent(NEW_TABLE).run();
  let first: number | null = null;
  editor.state.doc.nodesBetween(at - 1, editor.state.doc.content.size, (node, position) => {
    if (first === null && node.type.name === 'tableHeader') first = position + 2;
    return first === null;
  });
  if (first !== null) editor.commands.setTextSelection(first);
}

import { JSDOM } from 'jsdom';
import { HTML_LIMITS, type HtmlNode, parseHtml, tooDeep } from './parse.ts';

/** A window holds on to what was parsed in it; a new one now and then keeps a long-lived process small. */
const USES_PER_WINDOW = 500;
let current: { window: JSDOM['window']; uses: number } | null = null;

/** The window in which HTML is parsed. Scripts never run in it and nothing is fetched. */
function htmlWindow(): JSDOM['window'] {
  if (!current || current.uses >= USES_PER_WINDOW) current = { window: new JSDOM('').window, uses: 0 };
  current.uses += 1;
  return current.window;
}

/** Lets `change` work on the HTML as a tree and returns it as HTML again. */
export function withTree(html: string, change: (root: HTMLElement, document: Document) => void): string {
  const document = new (htmlWindow().DOMParser)().parseFromString(`<body>${html}</body>`, 'text/html');
  change(document.body, document);
  return document.body.innerHTML;
}

/** Reads something out of the HTML as a tree. */
export function readTree<T>(html: string, read: (root: HTMLElement) => T): T {
  const box: { value?: T } = {};
  withTree(html, (root) => {
    box.value = read(root);
  });
  return box.value as T;
}

const BLOCKS = new Set('p h1 h2 h3 h4 h5 h6 li td th pre blockquote figcaption'.split(' '));

/** The words of the HTML, one line a block. Throws invalid_field for what passes HTML_LIMITS. */
export function plainText(html: string): string {
  const parts: string[] = [];
  const read = (node: HtmlNode, depth: number): void => {
    if (depth > HTML_LIMITS.depth) throw tooDeep();
    if (node.nodeName === '#text' && 'value' in node) parts.push(node.value);
    if (!('childNodes' in node)) return;
    for (const child of node.childNodes) read(child, depth + 1);
    if (BLOCKS.has(node.nodeName)) parts.push('\n');
  };
  for (const node of parseHtml(html)) read(node, 1);
  return parts
    .join('')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** How many words a reader sees. */
export const countWords = (html: string): number => plainText(html).split(/\s+/).filter(Boolean).length;

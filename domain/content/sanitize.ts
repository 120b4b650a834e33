import { defaultTreeAdapter, html as names, serialize } from 'parse5';
import { DomainError, invalidField } from '../errors.ts';
import { HTML_LIMITS, type HtmlElement, type HtmlNode, parseHtml, tooDeep } from './parse.ts';

/** What is kept: tags, and what each may carry. Anything else leaves its words alone. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'h2 h3 h4 p br hr strong b em i u s code pre blockquote ul li figure figcaption table thead tbody tr sub sup'
      .split(' ')
      .map((tag) => [tag, []]),
  ),
  a: ['href', 'title'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  ol: ['start'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
};
/** The first level of heading is the title's. */
const RENAMED: Readonly<Record<string, string>> = { h1: 'h2' };
/** What goes with all that is in it: it holds no words for a reader. */
const DROPPED = new Set(
  'script style template noscript iframe frame frameset noembed noframes plaintext xmp head title audio video object embed applet canvas colgroup select textarea'.split(
    ' ',
  ),
);

/** Web pages, mail and places of the same site; neither scripts nor data, nor `//host` and what browsers read as that. */
const LINK = /^(?:https?:\/\/|mailto:|#|\/(?![/\\]))/i;
/** Browsers leave these out of an address, or out of its ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u0020\u00a0\u1680\u180e\u2000-\u2029\u205f\u3000]/g;
const FIGURE = /^-?\d{1,5}%?$/;

/** Our own images are the only ones a body may show: nothing is fetched from elsewhere when it is read. */
const OWN_IMAGE = /^\/api\/v1\/sites\/([0-9a-f-]{36})\/images\/([0-9a-f-]{36})\/file$/;

/** Where an image of the workspace is served. */
export const imageUrl = (siteId: string, imageId: string): string =>
  `/api/v1/sites/${siteId}/images/${imageId}/file`;

/** The image that an address within a body means, or null where it means none of ours. */
export const imageIdOf = (src: string): string | null => OWN_IMAGE.exec(src)?.[2] ?? null;

type Allowed = (value: string, siteId: string) => boolean;
const figure: Allowed = (value) => FIGURE.test(value);
const VALUES: Readonly<Record<string, Allowed>> = {
  href: (value) => LINK.test(value.replace(UNSEEN, '')),
  src: (value, siteId) => OWN_IMAGE.exec(value)?.[1] === siteId,
  width: figure,
  height: figure,
  colspan: figure,
  rowspan: figure,
  start: figure,
};
/** Without it, the element means nothing. */
const NEEDED: Readonly<Record<string, string>> = { a: 'href', img: 'src' };

/** A tree that was cleaned may be read otherwise than it was built: links that stood apart within what was taken away, for one. */
const PASSES = 5;

/**
 * Makes HTML from a model or a person safe to store: an allow list of tags and attributes, links to the web alone, images
 * of the site `siteId` alone, the title's level of heading left to the title. What comes out is written from that list alone, and
 * read again it is the same. Every write of a body goes through here. Throws invalid_field for what passes HTML_LIMITS.
 */
export function sanitizeHtml(html: string, siteId: string): string {
  let before = html;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const clean = cleaned(before, siteId);
    if (clean === before) return clean;
    before = clean;
  }
  throw invalidField('bodyHtml', 'The text is nested in a way that no page can show. Write it more simply.');
}

function cleaned(html: string, siteId: string): string {
  const root = defaultTreeAdapter.createElement('body', names.NS.HTML, []);
  for (const node of parseHtml(html)) keep(node, root, siteId, 1);
  return serialize(root).trim();
}

/** Puts what is kept of `node` at the end of `parent`. */
function keep(node: HtmlNode, parent: HtmlElement, siteId: string, depth: number): void {
  if (depth > HTML_LIMITS.depth) throw tooDeep();
  if (node.nodeName === '#text' && 'value' in node) defaultTreeAdapter.insertText(parent, node.value);
  if (!('tagName' in node) || node.namespaceURI !== names.NS.HTML || DROPPED.has(node.tagName)) return;
  const tag = RENAMED[node.tagName] ?? node.tagName;
  const attributes = Object.hasOwn(KEPT, tag) ? attributesOf(node, KEPT[tag]!, siteId) : null;
  const needed = NEEDED[tag];
  const stays = attributes && (!needed || attributes.some(({ name }) => name === needed));
  const into = stays ? defaultTreeAdapter.createElement(tag, names.NS.HTML, attributes) : parent;
  // A line feed right after <pre> is not read, so one that is there needs another before it.
  const first = node.childNodes[0];
  if (stays && tag === 'pre' && first && 'value' in first && first.value.startsWith('\n'))
    defaultTreeAdapter.insertText(into, '\n');
  for (const child of node.childNodes) keep(child, into, siteId, depth + 1);
  if (stays && !(tag === 'figure' && isEmpty(into))) defaultTreeAdapter.appendChild(parent, into);
}

const attributesOf = (node: HtmlElement, kept: readonly string[], siteId: string) =>
  node.attrs.filter(({ name, value }) => kept.includes(name) && (VALUES[name]?.(value, siteId) ?? true));

const isEmpty = (node: HtmlNode): boolean => {
  if ('value' in node) return node.value.trim() === '';
  return node.nodeName !== 'img' && (!('childNodes' in node) || node.childNodes.every(isEmpty));
};

/** Why HTML of a model cannot be stored; empty when it can. */
export function htmlFaults(html: string): string[] {
  if (!/<(p|h2|ul|ol)[\s>]/i.test(html)) return ['`html` has no paragraph: it must be HTML.'];
  try {
    sanitizeHtml(html, '');
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [`\`html\`: ${error.message}`];
  }
}

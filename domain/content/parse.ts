import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html as names, parseFragment } from 'parse5';
import { invalidField } from '../errors.ts';

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

/**
 * What a body may hold. An article of 20,000 words has some 3,000 elements, eight deep; within these bounds the worst that can be
 * written is read in a fraction of a second (tests/hostile/html.test.ts), and beyond them nothing is read to its end.
 */
export const HTML_LIMITS = {
  characters: 500_000,
  tags: 40_000,
  elements: 10_000,
  depth: 256,
  attributes: 100,
};

const refused = (message: string) => invalidField('bodyHtml', message);

/**
 * The HTML as a browser would read it inside a body. The bounds are held while it is read, since a few bytes may make many
 * elements. Throws invalid_field when it passes one.
 */
export function parseHtml(html: string): HtmlNode[] {
  const { characters, tags } = HTML_LIMITS;
  if (html.length > characters) throw refused(`The text has more than ${characters} characters.`);
  let count = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1))
    if (++count > tags) throw refused(`The text has more than ${tags} tags.`);
  const body = defaultTreeAdapter.createElement('body', names.NS.HTML, []);
  return parseFragment(body, html, { treeAdapter: boundedAdapter() }).childNodes;
}

type Parent = DefaultTreeAdapterTypes.ParentNode;
type Attributes = HtmlElement['attrs'];

function boundedAdapter(): typeof defaultTreeAdapter {
  let elements = 0;
  const within = (parent: Parent): void => {
    let depth = 0;
    for (let node: Parent | null = parent; node; node = 'parentNode' in node ? node.parentNode : null)
      if (++depth > HTML_LIMITS.depth) throw tooDeep();
  };
  return {
    ...defaultTreeAdapter,
    createElement(name: string, namespace: names.NS, attributes: Attributes) {
      if (++elements > HTML_LIMITS.elements)
        throw refused(`The text has more than ${HTML_LIMITS.elements} elements.`);
      if (attributes.length > HTML_LIMITS.attributes)
        throw refused(`A <${name.slice(0, 40)}> has more than ${HTML_LIMITS.attributes} attributes.`);
      return defaultTreeAdapter.createElement(name, namespace, attributes);
    },
    appendChild(parent, child) {
      within(parent);
      defaultTreeAdapter.appendChild(parent, child);
    },
    insertBefore(parent, child, reference) {
      within(parent);
      defaultTreeAdapter.insertBefore(parent, child, reference);
    },
  };
}

/** The refusal of what is nested too deeply: whoever walks a tree counts on, since parts of it may have been moved deeper. */
export const tooDeep = () => refused(`The text is nested deeper than ${HTML_LIMITS.depth} elements.`);

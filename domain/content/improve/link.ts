import { readTree, withTree } from '../html.ts';

/** Where links may stand: running text, neither headings nor other links nor code. */
const NO_LINKS_IN = 'a,h1,h2,h3,h4,h5,h6,code,pre,figcaption';

/** The first place of the words, in one run of text; whole words alone. */
function find(root: HTMLElement, anchorText: string): { node: Text; length: number } | null {
  const words = anchorText.trim();
  if (!words) return null;
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')}(?![\\p{L}\\p{N}])`,
    'iu',
  );
  const walker = root.ownerDocument.createTreeWalker(root, 4); // NodeFilter.SHOW_TEXT
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (node.parentElement?.closest(NO_LINKS_IN)) continue;
    const match = pattern.exec(node.data);
    if (match) return { node: node.splitText(match.index), length: match[0].length };
  }
  return null;
}

/** Whether the words stand in the body where a link may. */
export const canLink = (bodyHtml: string, anchorText: string): boolean =>
  readTree(bodyHtml, (root) => find(root, anchorText) !== null);

/** Makes the first place of the words a link; null where the body does not have them any more. */
export function insertLink(bodyHtml: string, anchorText: string, href: string): string | null {
  let done = false;
  const html = withTree(bodyHtml, (root, document) => {
    const place = find(root, anchorText);
    if (!place) return;
    place.node.splitText(place.length);
    const link = document.createElement('a');
    link.setAttribute('href', href);
    place.node.replaceWith(link);
    link.append(place.node);
    done = true;
  });
  return done ? html : null;
}

const AROUND = 90;

/** The whole words before and after the place where the link would stand; null where the body does not have them any more. */
export const contextOfAnchor = (
  bodyHtml: string,
  anchorText: string,
): { before: string; after: string } | null =>
  readTree(bodyHtml, (root) => {
    const place = find(root, anchorText);
    if (!place) return null;
    const block = place.node.parentElement?.closest('p,li,td,th,blockquote') ?? root;
    const range = root.ownerDocument.createRange();
    range.setStart(block, 0);
    range.setEnd(place.node, 0);
    const start = range.toString().length;
    const words = block.textContent ?? '';
    const [before, after] = [words.slice(0, start), words.slice(start + place.length)];
    return {
      before: before.length > AROUND ? before.slice(-AROUND).replace(/^\S+/, '') : before,
      after: after.length > AROUND ? after.slice(0, AROUND).replace(/\S+$/, '') : after,
    };
  });

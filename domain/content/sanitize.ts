import createDOMPurify from 'dompurify';
import { htmlWindow, withTree } from './html.ts';

const TAGS =
  'h2 h3 h4 p br hr strong b em i u s code pre blockquote ul ol li a img figure figcaption table thead tbody tr th td sub sup h1'.split(
    ' ',
  );
const ATTRIBUTES = 'href src alt title width height colspan rowspan start'.split(' ');

/** Attributes that hold figures, never addresses. */
const FIGURES = 'width height colspan rowspan start'.split(' ');

/** Web pages, mail and places of the same site; neither scripts nor data, nor `//host` and what browsers read as that. */
const LINK = /^(?:https?:\/\/|mailto:|#|\/(?![/\\]))/i;

/** Our own images are the only ones a body may show: nothing is fetched from elsewhere when it is read. */
const OWN_IMAGE = /^\/api\/v1\/sites\/([0-9a-f-]{36})\/images\/([0-9a-f-]{36})\/file$/;

/** Where an image of the workspace is served. */
export const imageUrl = (siteId: string, imageId: string): string =>
  `/api/v1/sites/${siteId}/images/${imageId}/file`;

/** The image that an address within a body means, or null where it means none of ours. */
export const imageIdOf = (src: string): string | null => OWN_IMAGE.exec(src)?.[2] ?? null;

/**
 * Makes HTML from a model or a person safe to store: an allow list of tags and attributes, links to the web alone, images
 * of the site `siteId` alone, the title's level of heading left to the title. Every write of a body goes through here.
 */
export function sanitizeHtml(html: string, siteId: string): string {
  const purify = createDOMPurify(htmlWindow());
  const clean = purify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: LINK,
    ADD_URI_SAFE_ATTR: FIGURES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
  return withTree(clean, (root, document) => {
    for (const element of root.querySelectorAll('[is]')) element.removeAttribute('is'); // DOMPurify empties it, but lets it stand
    for (const image of root.querySelectorAll('img'))
      if (OWN_IMAGE.exec(image.getAttribute('src') ?? '')?.[1] !== siteId) image.remove();
    for (const link of root.querySelectorAll('a'))
      if (!link.hasAttribute('href')) link.replaceWith(...link.childNodes);
    for (const figure of root.querySelectorAll('figure'))
      if (!figure.textContent?.trim() && !figure.querySelector('img')) figure.remove();
    for (const title of root.querySelectorAll('h1')) {
      const heading = document.createElement('h2');
      heading.append(...title.childNodes);
      title.replaceWith(heading);
    }
  }).trim();
}

import { withTree } from '../html.ts';
import { imageIdOf, imageUrl } from '../sanitize.ts';

export interface PlacedImage {
  siteId: string;
  id: string;
  position: number;
  altText: string;
}

const shows = (ids: readonly string[]) => (image: Element) =>
  ids.includes(imageIdOf(image.getAttribute('src') ?? '') ?? '');

/**
 * Puts an image into a body: in the place of one of `replaced` where the body shows one, else after the first paragraph of the
 * section that its position (from 1) counts; past the last section, at the end.
 */
export function placeImage(bodyHtml: string, image: PlacedImage, replaced: readonly string[]): string {
  return withTree(bodyHtml, (root, document) => {
    const element = document.createElement('img');
    element.setAttribute('src', imageUrl(image.siteId, image.id));
    element.setAttribute('alt', image.altText);
    const all = [...root.querySelectorAll('img')];
    if (all.some(shows([image.id]))) return;
    const earlier = all.find(shows(replaced));
    if (earlier) return earlier.replaceWith(element);
    const heading = [...root.children].filter((child) => child.tagName === 'H2')[image.position - 1];
    if (!heading) return root.append(element);
    const next = heading.nextElementSibling;
    (next?.tagName === 'P' ? next : heading).after(element);
  });
}

/** Takes an image out of a body. */
export const removeImage = (bodyHtml: string, id: string): string =>
  withTree(bodyHtml, (root) => {
    for (const image of [...root.querySelectorAll('img')].filter(shows([id]))) image.remove();
  });

/** Describes an image within a body. */
export const describeImage = (bodyHtml: string, id: string, altText: string): string =>
  withTree(bodyHtml, (root) => {
    for (const image of [...root.querySelectorAll('img')].filter(shows([id])))
      image.setAttribute('alt', altText);
  });

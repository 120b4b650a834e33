import { Readable } from 'node:stream';
import { notFound } from '../errors.ts';
import { IMAGE_TYPES } from './image.ts';
import type { MediaStore } from './store.ts';

/**
 * The HTTP answer with a stored image; who may see it has been decided before. Typed as what the check found, never guessed
 * by the browser, never run; asked for again each time, though not sent again.
 */
export async function respondWithImage(
  store: MediaStore,
  image: { mediaKey: string; contentType: string },
  request: Request,
): Promise<Response> {
  if (!(Object.values(IMAGE_TYPES) as string[]).includes(image.contentType)) throw notFound('image');
  const tag = `"${image.mediaKey.replace(/^.*\/|\..*$/g, '')}"`;
  const headers = {
    'content-type': image.contentType,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': 'inline',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    etag: tag,
  };
  if (request.headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers });
  const stream = await store.read(image.mediaKey);
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { headers });
}

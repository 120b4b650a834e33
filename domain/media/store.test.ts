import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMediaStore, type MediaStore, respondWithImage } from './index.ts';

const picture = (format: 'png' | 'jpeg' | 'webp' | 'gif', width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: '#2b6' } })
    .toFormat(format)
    .toBuffer();

/** As much of S3 as a store needs: objects by path. */
function s3(): { server: Server; objects: Map<string, Buffer> } {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (req, res) => {
    const key = decodeURIComponent((req.url ?? '').split('?')[0] ?? '');
    if (!req.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=test-key/'))
      return res.writeHead(403).end();
    if (req.method === 'PUT') objects.set(key, await buffer(req));
    if (req.method === 'DELETE') objects.delete(key);
    const found = objects.get(key);
    if (req.method === 'PUT') return res.writeHead(200, { etag: '"x"' }).end();
    if (!found) return res.writeHead(req.method === 'DELETE' ? 204 : 404).end();
    res.writeHead(200, {
      'content-length': found.length,
      etag: '"x"',
      'last-modified': 'Mon, 23 Nov 2026 12:00:00 GMT',
    });
    return res.end(req.method === 'HEAD' ? undefined : found);
  });
  return { server, objects };
}

describe.each(['disk', 's3'] as const)('the media store on %s', (kind) => {
  const account = randomUUID();
  let store: MediaStore;
  let folder = '';
  const cloud = s3();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-'));
    await new Promise<void>((ready) => cloud.server.listen(0, '127.0.0.1', ready));
    const endpoint = `http://127.0.0.1:${(cloud.server.address() as AddressInfo).port}`;
    store = createMediaStore(
      kind === 'disk'
        ? { kind, folder }
        : {
            kind,
            bucket: 'images',
            region: 'eu-west-1',
            endpoint,
            accessKeyId: 'test-key',
            secretAccessKey: 'test-secret',
          },
    );
  });
  afterAll(async () => {
    cloud.server.closeAllConnections();
    cloud.server.close();
    await rm(folder, { recursive: true });
  });

  it.each(['png', 'jpeg', 'webp'] as const)(
    'keeps a %s as what it is and gives back the same bytes',
    async (format) => {
      const bytes = await picture(format);
      const stored = await store.put(account, bytes);
      expect(stored).toMatchObject({
        contentType: `image/${format}`,
        width: 64,
        height: 48,
        bytes: bytes.length,
      });
      expect(await buffer(await store.read(stored.mediaKey))).toEqual(bytes);
    },
  );

  it('keeps the same image of the same account once, and that of another apart', async () => {
    const bytes = await picture('png', 80, 80);
    const first = await store.put(account, bytes);
    expect((await store.put(account, bytes)).mediaKey).toBe(first.mediaKey);
    expect((await store.put(randomUUID(), bytes)).mediaKey).not.toBe(first.mediaKey);
    if (kind === 'disk') expect(await readdir(join(folder, account, 'parts'))).toEqual([]);
  });

  it('forgets what is removed', async () => {
    const { mediaKey } = await store.put(account, await picture('png', 99, 99));
    await store.remove(mediaKey);
    await expect(store.read(mediaKey)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['../../etc/passwd', '/etc/passwd', `${account}/../x`, '', `${account}/aa/${'a'.repeat(64)}.svg`])(
    'reads nothing at %j',
    async (key) => {
      await expect(store.read(key)).rejects.toMatchObject({ code: 'not_found' });
    },
  );
});

describe('what comes in as an image', () => {
  const store = createMediaStore({ kind: 'disk', folder: join(tmpdir(), 'media-never') });
  const cases: [string, () => Promise<Buffer>][] = [
    [
      'an SVG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['a page', async () => Buffer.from('<!doctype html><title>Sorry</title>')],
    ['nothing', async () => Buffer.alloc(0)],
    ['a GIF', () => picture('gif')],
    [
      'half a PNG',
      async () =>
        (
          await sharp({
            create: {
              width: 500,
              height: 500,
              channels: 3,
              background: '#000',
              noise: { type: 'gaussian', mean: 120, sigma: 40 },
            },
          })
            .png()
            .toBuffer()
        ).subarray(0, 60_000),
    ],
    ['a PNG header alone', async () => (await picture('png')).subarray(0, 24)],
    ['a speck', () => picture('png', 4, 4)],
    [
      'a JPEG header before HTML',
      async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<script>alert(1)</script>')]),
    ],
    [
      'a picture of 100 million pixels',
      () =>
        sharp({
          create: { width: 10_000, height: 10_000, channels: 3, background: '#000' },
          limitInputPixels: false,
        })
          .png({ compressionLevel: 1 })
          .toBuffer(),
    ],
  ];
  it.each(cases)('is refused when it is %s', async (_what, make) => {
    await expect(store.put(randomUUID(), await make())).rejects.toMatchObject({ code: 'provider_error' });
  });
});

describe('the answer with an image', () => {
  it('says what it is, is never guessed or run, and is not sent twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'media-'));
    const store = createMediaStore({ kind: 'disk', folder });
    const stored = await store.put(randomUUID(), await picture('webp'));
    const answer = await respondWithImage(store, stored, new Request('http://x/'));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect((await answer.arrayBuffer()).byteLength).toBe(stored.bytes);
    const again = await respondWithImage(
      store,
      stored,
      new Request('http://x/', { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } }),
    );
    expect(again.status).toBe(304);
    await expect(
      respondWithImage(store, { ...stored, contentType: 'image/svg+xml' }, new Request('http://x/')),
    ).rejects.toMatchObject({ code: 'not_found' });
    await rm(folder, { recursive: true });
  });
});

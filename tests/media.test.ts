import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, sites } from '../db/schema/index.ts';
import { createTask, getImage, imageFile, storeArticle, storeImage } from '../domain/content/index.ts';
import { inTransaction } from '../domain/context.ts';
import { createMediaStore, type MediaStore, respondWithImage } from '../domain/media/index.ts';
import { adapterFor } from '../domain/providers/index.ts';
import { person, useDatabase } from './database.ts';
import { imageRequest, testSandbox } from './providers.ts';

describe('an image on its way from the provider to the people of its site', () => {
  const t = useDatabase();
  const s = testSandbox();
  const place = { siteId: '', accountId: '', imageId: '' };
  let folder = '';
  let store: MediaStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-'));
    store = createMediaStore({ kind: 'disk', folder });
    const now = t.clock.now();
    await inTransaction(t.ctx, async ({ db }) => {
      const [account] = await db
        .insert(accounts)
        .values({ name: 'A', createdAt: now, updatedAt: now })
        .returning();
      place.accountId = account?.id ?? '';
      const [site] = await db
        .insert(sites)
        .values({
          accountId: place.accountId,
          name: 'Garden',
          domain: 'garden.example',
          createdAt: now,
          updatedAt: now,
        })
        .returning();
      place.siteId = site?.id ?? '';
    });
    const { siteId } = place;
    const task = await createTask(t.ctx, {
      siteId,
      title: 'Sheds',
      outline: [],
      targetKeywords: [],
      contentType: 'guide',
      instructions: '',
    });
    const article = {
      title: 'Sheds',
      bodyHtml: '<h2>Why</h2><p>Because.</p>',
      metaTitle: '',
      metaDescription: '',
      tags: [],
    };
    const { ids } = await storeArticle(t.ctx, {
      siteId,
      sourceStepId: randomUUID(),
      from: { taskId: task.id },
      article,
    });
    const answer = await adapterFor('runware').image?.generate(
      s.call('runware'),
      imageRequest({ model: 'runware:97@1', format: 'webp' }),
    );
    const stored = await store.put(place.accountId, answer?.images[0]?.bytes ?? Buffer.alloc(0));
    const words = {
      prompt: 'A shed',
      altText: 'A shed',
      placement: 'in_article' as const,
      position: 1,
      promptId: randomUUID(),
      tier: null,
      modelId: null,
    };
    const image = await storeImage(t.ctx, {
      siteId,
      sourceStepId: randomUUID(),
      image: { articleId: ids[0] ?? '', ...words, ...stored },
    });
    place.imageId = image.ids[0] ?? '';
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is shown to whoever may see the site, as what it is', async () => {
    const viewer = t.as(person({ [place.accountId]: 'viewer' }));
    const answer = await respondWithImage(
      store,
      await imageFile(viewer, place.siteId, place.imageId),
      new Request('http://x/'),
    );
    expect(answer.headers.get('content-type')).toBe('image/webp');
    const { bytes, url, width } = await getImage(viewer, place.siteId, place.imageId);
    expect((await answer.arrayBuffer()).byteLength).toBe(bytes);
    expect({ url, width }).toEqual({
      url: `/api/v1/sites/${place.siteId}/images/${place.imageId}/file`,
      width: 1024,
    });
  });

  it('is not there for anybody else, nor under another site', async () => {
    const [other] = await inTransaction(t.ctx, ({ db }) =>
      db
        .insert(accounts)
        .values({ name: 'B', createdAt: t.clock.now(), updatedAt: t.clock.now() })
        .returning(),
    );
    const stranger = t.as(person({ [other?.id ?? '']: 'owner' }));
    await expect(imageFile(stranger, place.siteId, place.imageId)).rejects.toMatchObject({
      code: 'not_found',
    });
    const member = t.as(person({ [place.accountId]: 'owner' }));
    await expect(imageFile(member, randomUUID(), place.imageId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

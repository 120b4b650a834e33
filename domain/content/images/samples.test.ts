import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { aiModels, sites } from '../../../db/schema/index.ts';
import { seed } from '../../../db/seed/index.ts';
import { useDatabase } from '../../../tests/database.ts';
import { makeSite, type TestSite, writeArticle } from '../../../tests/workspace.ts';
import { inTransaction } from '../../context.ts';
import { getImage, removeStoredImage, storeImage, storeImagePrompts, tierSamples } from '../index.ts';

describe('sample pictures of the tiers', () => {
  const t = useDatabase();
  let ours: TestSite;
  let theirs: TestSite;
  beforeAll(async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:9' });
    [ours, theirs] = [await makeSite(t), await makeSite(t)];
  });

  async function picture(site: TestSite, modelName: string, prompt: string): Promise<string> {
    t.clock.advance(1_000);
    const [model] = await t.ctx.db.select().from(aiModels).where(eq(aiModels.modelName, modelName));
    const articleId = await writeArticle(t, site);
    const own = { siteId: site.siteId, sourceStepId: randomUUID(), articleId };
    const asked = await storeImagePrompts(t.ctx, {
      ...own,
      prompts: [{ placement: 'in_article', prompt, altText: '' }],
    });
    const image = {
      articleId,
      promptId: asked.ids[0]!,
      placement: 'in_article' as const,
      position: 1,
      prompt,
      altText: '',
      mediaKey: prompt,
    };
    const stored = {
      ...image,
      contentType: 'image/webp',
      width: 30,
      height: 20,
      bytes: 3,
      tier: 'basic',
      modelId: model!.id,
    };
    return (await storeImage(t.ctx, { siteId: site.siteId, sourceStepId: randomUUID(), image: stored }))
      .ids[0]!;
  }

  it('shows for each tier the newest picture of the account by what serves the tier now, and none of another account', async () => {
    expect(await tierSamples(ours.viewer, ours.siteId)).toEqual([]);
    await picture(ours, 'runware:97@1', 'An older one');
    const newest = await picture(ours, 'runware:97@1', 'A rose');
    await picture(theirs, 'runware:97@1', 'Theirs');
    // The tier Quality is served by a successor, not by the model that made this.
    await picture(ours, 'dall-e-3', 'Of a model that is gone');
    const url = `/api/v1/sites/${ours.siteId}/images/${newest}/file`;
    expect(await tierSamples(ours.viewer, ours.siteId)).toEqual([
      { tier: 'basic', prompt: 'A rose', url, width: 30, height: 20 },
    ]);

    const [site] = await inTransaction(t.ctx, ({ db }) =>
      db.select().from(sites).where(eq(sites.id, ours.siteId)),
    );
    const second = await inTransaction(t.ctx, async ({ db, clock }) => {
      const own = { accountId: site!.accountId, createdAt: clock.now(), updatedAt: clock.now() };
      return (
        await db
          .insert(sites)
          .values({ ...own, name: 'Second', domain: 'second.example' })
          .returning()
      )[0]!;
    });
    expect(await tierSamples(ours.viewer, second.id)).toMatchObject([{ prompt: 'A rose', url }]);
    await expect(tierSamples(theirs.viewer, ours.siteId)).rejects.toMatchObject({ code: 'not_found' });

    await removeStoredImage(t.ctx, {
      siteId: ours.siteId,
      id: newest,
      expectedVersion: (await getImage(ours.viewer, ours.siteId, newest)).version,
    });
    expect(await tierSamples(ours.viewer, ours.siteId)).toMatchObject([{ prompt: 'An older one' }]);
  });
});

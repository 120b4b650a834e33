import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { articleRevisions } from '../../db/schema/index.ts';
import { useDatabase } from '../../tests/database.ts';
import { BODY, makeSite, type TestSite, WORDS, writeArticle } from '../../tests/workspace.ts';
import { type Context, inTransaction } from '../context.ts';
import type { MediaStore } from '../media/index.ts';
import * as content from './index.ts';

describe('the Writer', () => {
  const t = useDatabase();
  let site: TestSite;
  let siteId = '';
  let editor: Context;
  let viewer: Context;

  beforeEach(async () => {
    site = await makeSite(t);
    ({ siteId, editor, viewer } = site);
  });
  const step = () => ({ siteId, sourceStepId: randomUUID() });
  const written = (title?: string, bodyHtml?: string) => writeArticle(t, site, title, bodyHtml);

  describe('articles', () => {
    it('are stored safe, once a step; written again they are the next revision', async () => {
      const task = await content.createTask(editor, {
        siteId,
        title: 'T',
        outline: [],
        targetKeywords: [],
        contentType: 'article',
        instructions: '',
      });
      const input = {
        ...step(),
        from: { taskId: task.id },
        article: { ...WORDS, bodyHtml: `${BODY}<script>alert(1)</script><img src="https://evil.example/x">` },
      };
      const [stored] = (await content.storeArticle(t.ctx, input)).ids;
      await content.storeArticle(t.ctx, input);
      const article = await content.getArticle(viewer, siteId, stored!);
      expect(article).toMatchObject({
        bodyHtml: BODY,
        revision: 1,
        wordCount: 14,
        slug: 'roses-and-tulips',
        state: 'draft',
      });
      await content.storeArticle(t.ctx, {
        ...input,
        sourceStepId: randomUUID(),
        article: { ...WORDS, bodyHtml: '<p>New</p>' },
      });
      expect(await content.getArticle(viewer, siteId, stored!)).toMatchObject({
        bodyHtml: '<p>New</p>',
        revision: 2,
      });
      expect(
        (await content.listArticles(viewer, siteId, { limit: 10, sort: '-updated_at' })).data,
      ).toHaveLength(1);
      expect(await content.getTask(viewer, siteId, task.id)).toMatchObject({
        status: 'written',
        articleId: stored,
      });
    });

    it('keep every revision, go back to one as a new one, and refuse stale edits', async () => {
      const id = await written();
      const before = await content.getArticle(viewer, siteId, id);
      const after = await content.updateArticle(editor, {
        siteId,
        id,
        expectedVersion: before.version,
        change: { title: 'Other', state: 'in_review' },
      });
      expect(after).toMatchObject({ title: 'Other', revision: 2, state: 'in_review' });
      await expect(
        content.updateArticle(editor, {
          siteId,
          id,
          expectedVersion: before.version,
          change: { title: 'Lost' },
        }),
      ).rejects.toMatchObject({
        code: 'stale_version',
      });
      const same = await content.updateArticle(editor, {
        siteId,
        id,
        expectedVersion: after.version,
        change: { title: 'Other' },
      });
      expect(same.revision).toBe(2);
      const back = await content.restoreRevision(editor, {
        siteId,
        id,
        number: 1,
        expectedVersion: same.version,
      });
      expect(back).toMatchObject({ title: before.title, revision: 3 });
      const { data } = await content.listRevisions(viewer, siteId, id, { limit: 2 });
      expect(data.map(({ number, source }) => [number, source])).toEqual([
        [3, 'restored'],
        [2, 'edited'],
      ]);
    });

    it('have an address of their own on the site', async () => {
      const one = await content.getArticle(viewer, siteId, await written());
      const two = await content.getArticle(viewer, siteId, await written());
      expect([one.slug, two.slug]).toEqual(['roses-and-tulips', 'roses-and-tulips-2']);
      await expect(
        content.updateArticle(editor, {
          siteId,
          id: two.id,
          expectedVersion: two.version,
          change: { slug: one.slug },
        }),
      ).rejects.toMatchObject({
        code: 'conflict',
      });
    });
  });

  const picture = (of: {
    articleId: string;
    promptId: string;
    placement: 'featured' | 'in_article';
    position: number;
  }) => ({
    ...of,
    ...{
      prompt: 'A rose',
      altText: 'A rose',
      mediaKey: 'k',
      contentType: 'image/webp',
      width: 10,
      height: 10,
      bytes: 3,
      tier: null,
      modelId: null,
    },
  });

  describe('images', () => {
    it('take their place in the article as one step back, are replaced, described, taken out and put back', async () => {
      const articleId = await written();
      const { ids } = await content.storeImagePrompts(t.ctx, {
        ...step(),
        articleId,
        prompts: [
          { placement: 'featured', prompt: 'F', altText: 'f' },
          { placement: 'in_article', prompt: 'A', altText: 'a' },
          { placement: 'in_article', prompt: 'B', altText: 'b' },
        ],
      });
      expect(
        (await content.listArticles(viewer, siteId, { limit: 5, sort: '-updated_at' })).data,
      ).toMatchObject([{ promptCount: 3, imageCount: 0 }]);
      const store = async (n: number, placement: 'featured' | 'in_article', position: number) =>
        (
          await content.storeImage(t.ctx, {
            ...step(),
            image: picture({ articleId, promptId: ids[n]!, placement, position }),
          })
        ).ids[0]!;
      const featured = await store(0, 'featured', 0);
      const [a, b] = [await store(1, 'in_article', 1), await store(2, 'in_article', 2)];
      const article = await content.getArticle(viewer, siteId, articleId);
      expect(article.revision).toBe(2);
      const url = (id: string) => `/api/v1/sites/${siteId}/images/${id}/file`;
      expect(article.bodyHtml).toBe(
        `<p>Start.</p><h2>Roses</h2><p>Roses need sun and good soil.</p><img src="${url(a)}" alt="A rose"><h2>Tulips</h2><p>Tulips are planted in autumn.</p><img src="${url(b)}" alt="A rose">`,
      );
      const other = await store(1, 'in_article', 1);
      const again = await store(0, 'featured', 0);
      const list = (await content.listImages(viewer, siteId, { limit: 50, articleId })).data;
      expect(
        list
          .filter((image) => image.isPlaced)
          .map((image) => image.id)
          .toSorted(),
      ).toEqual([other, b, again].toSorted());
      const first = list.find((image) => image.id === a)!;
      await content.updateImage(editor, {
        siteId,
        id: a,
        expectedVersion: first.version,
        change: { isPlaced: true, altText: 'Two roses' },
      });
      expect((await content.getArticle(viewer, siteId, articleId)).bodyHtml).toContain(
        `<img src="${url(a)}" alt="Two roses">`,
      );
      const placed = await content.getImage(viewer, siteId, a);
      await content.removeStoredImage(editor, { siteId, id: a, expectedVersion: placed.version });
      expect((await content.getArticle(viewer, siteId, articleId)).bodyHtml).not.toContain(a);
      await expect(content.getImage(viewer, siteId, a)).rejects.toMatchObject({ code: 'not_found' });
      expect(await content.getImage(viewer, siteId, featured)).toMatchObject({ isPlaced: false });
    });

    it('are kept when their prompt was replaced while they were made', async () => {
      const articleId = await written();
      const prompts = [{ placement: 'in_article' as const, prompt: 'A', altText: '' }];
      const { ids } = await content.storeImagePrompts(t.ctx, { ...step(), articleId, prompts });
      await content.storeImagePrompts(t.ctx, { ...step(), articleId, prompts });
      await content.storeImage(t.ctx, {
        ...step(),
        image: picture({ articleId, promptId: ids[0]!, placement: 'in_article', position: 1 }),
      });
      expect(
        (await content.listImages(viewer, siteId, { limit: 5, articleId, placed: true })).data,
      ).toHaveLength(1);
      expect(
        (await content.listImagePrompts(viewer, siteId, { limit: 5, articleId, withoutImage: true })).data,
      ).toHaveLength(1);
    });

    it('leave with the article as a ZIP that HTML and Markdown refer to', async () => {
      const articleId = await written();
      const { ids } = await content.storeImagePrompts(t.ctx, {
        ...step(),
        articleId,
        prompts: [
          { placement: 'featured', prompt: 'F', altText: '' },
          { placement: 'in_article', prompt: 'A', altText: '' },
        ],
      });
      await content.storeImage(t.ctx, {
        ...step(),
        image: picture({ articleId, promptId: ids[0]!, placement: 'featured', position: 0 }),
      });
      await content.storeImage(t.ctx, {
        ...step(),
        image: picture({ articleId, promptId: ids[1]!, placement: 'in_article', position: 1 }),
      });
      const media = { read: async () => Readable.from([Buffer.from('img')]) } as unknown as MediaStore;
      const { fileName, bytes } = await content.exportArticle(viewer, { siteId, id: articleId }, media);
      const text = bytes.toString('utf8');
      expect(fileName).toBe('roses-and-tulips.zip');
      expect(text.split('PK\u0003\u0004')).toHaveLength(5);
      expect(text).toContain('<h1>Roses and tulips</h1>\n<img src="images/featured.webp" alt="A rose">');
      expect(text).toMatch(/!\[A rose\]\(images\/image-1-[0-9a-f]{6}\.webp\)/);
      expect(text).not.toContain('/api/v1/');
    });
  });

  describe('links and optimizations', () => {
    it('inserts accepted links as one revision, names those whose words have gone, leaves headings alone', async () => {
      const articleId = await written();
      const other = await written('Soil', '<p>All about soil.</p>');
      const third = await written('Autumn', '<p>All about autumn.</p>');
      const suggestion = { reason: '' };
      const { ids } = await content.storeLinkSuggestions(t.ctx, {
        ...step(),
        articleId,
        suggestions: [
          { ...suggestion, targetArticleId: other, anchorText: 'good soil' },
          { ...suggestion, targetArticleId: third, anchorText: 'autumn' },
          { ...suggestion, targetArticleId: articleId, anchorText: 'Roses' },
          { ...suggestion, targetArticleId: randomUUID(), anchorText: 'sun' },
        ],
      });
      expect(ids).toHaveLength(2);
      const [link] = (await content.listLinks(viewer, siteId, { limit: 5, articleId })).data.filter(
        (row) => row.targetArticleId === other,
      );
      expect(link).toMatchObject({
        before: 'Roses need sun and ',
        after: '.',
        targetUrl: 'https://garden.example/soil',
        insertable: true,
      });
      const article = await content.getArticle(viewer, siteId, articleId);
      await content.updateArticle(editor, {
        siteId,
        id: articleId,
        expectedVersion: article.version,
        change: { bodyHtml: BODY.replace('autumn', 'spring') },
      });
      const answer = await content.acceptLinks(editor, { siteId, ids });
      expect(answer).toMatchObject({ accepted: [link!.id] });
      expect(answer.notInserted).toHaveLength(1);
      const linked = await content.getArticle(viewer, siteId, articleId);
      expect(linked.revision).toBe(3);
      expect(linked.bodyHtml).toContain(
        'Roses need sun and <a href="https://garden.example/soil">good soil</a>.',
      );
    });

    it('shows whole words around a link, dismisses it, and takes it back', async () => {
      const far = 'several words that lie far away from the link and would be cut in two ';
      const articleId = await written('Long', `<p>${far.repeat(2)}good soil ${far.repeat(2)}</p>`);
      const other = await written('Soil', '<p>All about soil.</p>');
      const suggestions = [{ reason: '', targetArticleId: other, anchorText: 'good soil' }];
      const { ids } = await content.storeLinkSuggestions(t.ctx, { ...step(), articleId, suggestions });
      const links = async () => (await content.listLinks(viewer, siteId, { limit: 5, articleId })).data;
      const [link] = await links();
      const words = new Set(far.trim().split(' '));
      expect(
        [...link!.before.trim().split(' '), ...link!.after.trim().split(' ')].filter(
          (word) => !words.has(word),
        ),
      ).toEqual([]);
      expect(await content.dismissLinks(editor, { siteId, ids })).toEqual({ ids });
      expect(await links()).toMatchObject([{ status: 'dismissed' }]);
      expect(await content.restoreLinks(editor, { siteId, ids })).toEqual({ ids });
      expect(await links()).toMatchObject([{ status: 'suggested', decidedAt: null }]);
    });

    it('proposes a rewritten text that changes nothing until accepted, and not over newer words unless told', async () => {
      const articleId = await written();
      const propose = async (baseRevision: number) => {
        const optimization = {
          articleId,
          baseRevision,
          words: { bodyHtml: '<p>Better</p>' },
          scores: [{ name: 'overall', before: 50, after: 80 }],
          changes: ['Shorter'],
        };
        return content.getOptimization(
          viewer,
          siteId,
          (await content.storeOptimization(t.ctx, { ...step(), optimization })).ids[0]!,
        );
      };
      const refused = await propose(1);
      expect((await content.getArticle(viewer, siteId, articleId)).revision).toBe(1);
      await content.refuseOptimization(editor, { siteId, id: refused.id, expectedVersion: refused.version });
      const proposed = await propose(1);
      const article = await content.getArticle(viewer, siteId, articleId);
      await content.updateArticle(editor, {
        siteId,
        id: articleId,
        expectedVersion: article.version,
        change: { title: 'Newer' },
      });
      await expect(
        content.acceptOptimization(editor, { siteId, id: proposed.id, expectedVersion: proposed.version }),
      ).rejects.toMatchObject({
        code: 'conflict',
      });
      await content.acceptOptimization(editor, {
        siteId,
        id: proposed.id,
        expectedVersion: proposed.version,
        overwrite: true,
      });
      expect(await content.getArticle(viewer, siteId, articleId)).toMatchObject({
        bodyHtml: '<p>Better</p>',
        revision: 3,
      });
      const rows = await inTransaction(t.ctx, ({ db }) =>
        db.select().from(articleRevisions).where(eq(articleRevisions.articleId, articleId)),
      );
      expect(
        rows
          .map((row) => row.number)
          .filter((number) => number !== null)
          .toSorted(),
      ).toEqual([1, 2, 3]);
    });
  });
});

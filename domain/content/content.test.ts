import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, articleRevisions, auditEvents, keywords, sites } from '../../db/schema/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { type Context, inTransaction } from '../context.ts';
import type { MediaStore } from '../media/index.ts';
import * as content from './index.ts';

describe('the workspace', () => {
  const t = useDatabase();
  let siteId = '';
  let editor: Context;
  let viewer: Context;
  let stranger: Context;

  beforeEach(async () => {
    const now = t.clock.now();
    const account = await inTransaction(t.ctx, async ({ db }) => {
      const [made] = await db.insert(accounts).values({ name: 'A', createdAt: now, updatedAt: now }).returning();
      const [site] = await db
        .insert(sites)
        .values({ accountId: made!.id, name: 'Garden', domain: 'garden.example', createdAt: now, updatedAt: now })
        .returning();
      siteId = site!.id;
      return made!.id;
    });
    editor = t.as(person({ [account]: 'editor' }));
    viewer = t.as(person({ [account]: 'viewer' }));
    stranger = t.as(person({ [randomUUID()]: 'owner' }));
  });

  const page = { limit: 50, sort: '-created_at' };
  const step = () => ({ siteId, sourceStepId: randomUUID() });
  const BODY = '<p>Start.</p><h2>Roses</h2><p>Roses need sun and good soil.</p><h2>Tulips</h2><p>Tulips are planted in autumn.</p>';
  const WORDS = { title: 'Roses and tulips', bodyHtml: BODY, metaTitle: 'Roses', metaDescription: 'About roses.', tags: ['roses', 'tulips'] };

  async function written(title = 'Roses and tulips', bodyHtml = BODY): Promise<string> {
    const task = await content.createTask(editor, { siteId, title, outline: [], targetKeywords: ['roses'], contentType: 'guide', instructions: '' });
    const stored = await content.storeArticle(t.ctx, { ...step(), from: { taskId: task.id }, article: { ...WORDS, title, bodyHtml } });
    return stored.ids[0]!;
  }

  describe('keywords', () => {
    it('merges duplicates, takes over new figures and never adds half a list', async () => {
      const first = await content.addKeywords(editor, {
        siteId,
        keywords: [{ keyword: 'red roses', volume: 10 }, { keyword: 'Red Roses', difficulty: 4 }, { keyword: 'tulips' }],
      });
      expect(first).toMatchObject({ added: 2, merged: 1 });
      const second = await content.addKeywords(editor, {
        siteId,
        keywords: [
          { keyword: 'RED ROSES', volume: 20 },
          { keyword: 'tulips', country: 'NL' },
        ],
      });
      expect(second).toMatchObject({ added: 1, merged: 1 });
      const { data } = await content.listKeywords(viewer, siteId, { limit: 50, sort: '-volume' });
      expect(data.map(({ keyword, volume, difficulty, country }) => [keyword, volume, difficulty, country])).toEqual([
        ['red roses', 20, 4, ''],
        expect.arrayContaining(['tulips']),
        expect.arrayContaining(['tulips']),
      ]);
      await expect(content.addKeywords(editor, { siteId, keywords: [{ keyword: 'good' }, { keyword: 'bad', difficulty: 101 }] })).rejects.toThrow();
      expect((await content.listKeywords(viewer, siteId, { ...page, q: 'good' })).data).toEqual([]);
    });

    it('pages by cursor through every order without gaps or repeats', async () => {
      await content.addKeywords(editor, { siteId, keywords: Array.from({ length: 25 }, (_, n) => ({ keyword: `word ${n}`, volume: n % 3 ? n : null })) });
      for (const sort of ['keyword', '-keyword', 'volume', '-volume', 'created_at', '-created_at', 'difficulty']) {
        const seen: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const { data, nextCursor } = await content.listKeywords(viewer, siteId, { limit: 10, sort, cursor: cursor ?? undefined });
          seen.push(...data.map((row) => row.id));
          cursor = nextCursor;
        }
        expect(new Set(seen).size).toBe(25);
        expect(seen.length).toBe(25);
      }
    });

    it('imports CSV with columns mapped, reports faulty lines by number and then imports nothing', async () => {
      const columns = { keyword: 'Phrase', volume: 'Searches', difficulty: 'KD', intent: 'Intent', country: 'Land' };
      const csv = 'Phrase,Searches,KD,Intent,Land\nroses,"1,200",30,Commercial,us\n,5,1,,\ntulips,many,500,,\n"lilies, white",,,,\n';
      const preview = await content.importKeywords(editor, { siteId, csv, columns, preview: true, skipFaulty: false });
      expect(preview).toMatchObject({ rows: 4, added: 2, merged: 0, preview: true });
      expect(preview.faults.map(({ line, column }) => [line, column])).toEqual([
        [3, 'Phrase'],
        [4, 'Searches'],
        [4, 'KD'],
      ]);
      await expect(content.importKeywords(editor, { siteId, csv, columns, preview: false, skipFaulty: false })).rejects.toMatchObject({
        code: 'invalid_field',
      });
      expect((await content.listKeywords(viewer, siteId, page)).data).toEqual([]);
      expect(await content.importKeywords(editor, { siteId, csv, columns, preview: false, skipFaulty: true })).toMatchObject({ added: 2 });
      const { data } = await content.listKeywords(viewer, siteId, { limit: 50, sort: 'keyword' });
      expect(data.map(({ keyword, volume, intent, country }) => [keyword, volume, intent, country])).toEqual([
        ['lilies, white', null, null, ''],
        ['roses', 1200, 'commercial', 'US'],
      ]);
      await expect(
        content.importKeywords(editor, { siteId, csv: 'a;b\n1;2', columns: { keyword: 'Phrase' }, preview: true, skipFaulty: false }),
      ).rejects.toThrow('no column “Phrase”');
    });

    it('removes and takes back, and refuses stale changes', async () => {
      const { ids } = await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'a' }, { keyword: 'b' }] });
      await content.removeRows(editor, 'keyword', { siteId, ids });
      expect((await content.listKeywords(viewer, siteId, page)).data).toEqual([]);
      await content.restoreRows(editor, 'keyword', { siteId, ids });
      const [first] = (await content.listKeywords(viewer, siteId, page)).data;
      await content.updateKeyword(editor, { siteId, id: first!.id, expectedVersion: first!.version, change: { volume: 7 } });
      await expect(content.updateKeyword(editor, { siteId, id: first!.id, expectedVersion: first!.version, change: { volume: 8 } })).rejects.toMatchObject({
        code: 'stale_version',
      });
    });
  });

  describe('clusters', () => {
    it('are stored once a step, merged by name, and take their keywords along', async () => {
      const { ids } = await content.addKeywords(editor, {
        siteId,
        keywords: [{ keyword: 'red roses', volume: 5 }, { keyword: 'white roses', volume: 9 }, { keyword: 'tulips' }],
      });
      const input = {
        ...step(),
        clusters: [
          { name: 'Roses', description: '', intent: null, keywordIds: [ids[0]!, ids[1]!, randomUUID()] },
          { name: 'Nothing', description: '', intent: null, keywordIds: [] },
        ],
      };
      const once = await content.storeClusters(t.ctx, input);
      expect(await content.storeClusters(t.ctx, input)).toEqual(once);
      expect(once.ids).toHaveLength(1);
      await content.storeClusters(t.ctx, { ...step(), clusters: [{ name: 'roses', description: '', intent: null, keywordIds: [ids[2]!] }] });
      const { data } = await content.listClusters(viewer, siteId, { limit: 50, sort: '-volume' });
      expect(data.map(({ name, keywordCount, volume, topKeywords }) => [name, keywordCount, volume, topKeywords])).toEqual([
        ['Roses', 3, 14, ['white roses', 'red roses', 'tulips']],
      ]);
    });

    it('merge into one; removed ones free their keywords and come back with them', async () => {
      const { ids } = await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'a' }, { keyword: 'b' }] });
      const one = await content.createCluster(editor, { siteId, name: 'One', description: '', intent: null, keywordIds: [ids[0]!] });
      const two = await content.createCluster(editor, { siteId, name: 'Two', description: '', intent: null, keywordIds: [ids[1]!] });
      expect(await content.mergeClusters(editor, { siteId, ids: [one.id, two.id], into: one.id })).toMatchObject({ keywordCount: 2 });
      await expect(content.getCluster(viewer, siteId, two.id)).rejects.toMatchObject({ code: 'not_found' });
      const removed = await content.removeClusters(editor, { siteId, ids: [one.id] });
      expect((await content.listKeywords(viewer, siteId, { ...page, status: 'new' })).data).toHaveLength(2);
      await content.restoreClusters(editor, { siteId, ...removed });
      expect(await content.getCluster(viewer, siteId, one.id)).toMatchObject({ keywordCount: 2 });
    });
  });

  describe('ideas and tasks', () => {
    it('an idea is sent to the Writer once, and is an accepted one again when its task is removed', async () => {
      const { ids } = await content.storeIdeas(t.ctx, {
        ...step(),
        ideas: [{ clusterId: null, title: 'On roses', summary: 'Short.', outline: ['One', 'Two'], targetKeywords: ['roses'], contentType: 'guide' }],
      });
      const [task] = await content.sendIdeas(editor, { siteId, ids });
      expect((await content.sendIdeas(editor, { siteId, ids }))[0]!.id).toBe(task!.id);
      expect(task).toMatchObject({ title: 'On roses', outline: ['One', 'Two'], instructions: 'Short.' });
      await content.removeTasks(editor, { siteId, ids: [task!.id] });
      expect(await content.getIdea(viewer, siteId, ids[0]!)).toMatchObject({ status: 'accepted' });
      await content.restoreTasks(editor, { siteId, ids: [task!.id] });
      expect(await content.getIdea(viewer, siteId, ids[0]!)).toMatchObject({ status: 'sent' });
    });
  });

  describe('articles', () => {
    it('are stored safe, once a step; written again they are the next revision', async () => {
      const task = await content.createTask(editor, { siteId, title: 'T', outline: [], targetKeywords: [], contentType: 'article', instructions: '' });
      const input = {
        ...step(),
        from: { taskId: task.id },
        article: { ...WORDS, bodyHtml: `${BODY}<script>alert(1)</script><img src="https://evil.example/x">` },
      };
      const [stored] = (await content.storeArticle(t.ctx, input)).ids;
      await content.storeArticle(t.ctx, input);
      const article = await content.getArticle(viewer, siteId, stored!);
      expect(article).toMatchObject({ bodyHtml: BODY, revision: 1, wordCount: 14, slug: 'roses-and-tulips', state: 'draft' });
      await content.storeArticle(t.ctx, { ...input, sourceStepId: randomUUID(), article: { ...WORDS, bodyHtml: '<p>New</p>' } });
      expect(await content.getArticle(viewer, siteId, stored!)).toMatchObject({ bodyHtml: '<p>New</p>', revision: 2 });
      expect((await content.listArticles(viewer, siteId, { limit: 10, sort: '-updated_at' })).data).toHaveLength(1);
      expect(await content.getTask(viewer, siteId, task.id)).toMatchObject({ status: 'written', articleId: stored });
    });

    it('keep every revision, go back to one as a new one, and refuse stale edits', async () => {
      const id = await written();
      const before = await content.getArticle(viewer, siteId, id);
      const after = await content.updateArticle(editor, { siteId, id, expectedVersion: before.version, change: { title: 'Other', state: 'in_review' } });
      expect(after).toMatchObject({ title: 'Other', revision: 2, state: 'in_review' });
      await expect(content.updateArticle(editor, { siteId, id, expectedVersion: before.version, change: { title: 'Lost' } })).rejects.toMatchObject({
        code: 'stale_version',
      });
      const same = await content.updateArticle(editor, { siteId, id, expectedVersion: after.version, change: { title: 'Other' } });
      expect(same.revision).toBe(2);
      const back = await content.restoreRevision(editor, { siteId, id, number: 1, expectedVersion: same.version });
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
      await expect(content.updateArticle(editor, { siteId, id: two.id, expectedVersion: two.version, change: { slug: one.slug } })).rejects.toMatchObject({
        code: 'conflict',
      });
    });
  });

  const picture = (of: { articleId: string; promptId: string; placement: 'featured' | 'in_article'; position: number }) => ({
    ...of,
    ...{ prompt: 'A rose', altText: 'A rose', mediaKey: 'k', contentType: 'image/webp', width: 10, height: 10, bytes: 3, tier: null, modelId: null },
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
      const store = async (n: number, placement: 'featured' | 'in_article', position: number) =>
        (await content.storeImage(t.ctx, { ...step(), image: picture({ articleId, promptId: ids[n]!, placement, position }) })).ids[0]!;
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
      await content.updateImage(editor, { siteId, id: a, expectedVersion: first.version, change: { isPlaced: true, altText: 'Two roses' } });
      expect((await content.getArticle(viewer, siteId, articleId)).bodyHtml).toContain(`<img src="${url(a)}" alt="Two roses">`);
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
      await content.storeImage(t.ctx, { ...step(), image: picture({ articleId, promptId: ids[0]!, placement: 'in_article', position: 1 }) });
      expect((await content.listImages(viewer, siteId, { limit: 5, articleId, placed: true })).data).toHaveLength(1);
      expect((await content.listImagePrompts(viewer, siteId, { limit: 5, articleId, withoutImage: true })).data).toHaveLength(1);
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
      await content.storeImage(t.ctx, { ...step(), image: picture({ articleId, promptId: ids[0]!, placement: 'featured', position: 0 }) });
      await content.storeImage(t.ctx, { ...step(), image: picture({ articleId, promptId: ids[1]!, placement: 'in_article', position: 1 }) });
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
      const [link] = (await content.listLinks(viewer, siteId, { limit: 5, articleId })).data.filter((row) => row.targetArticleId === other);
      expect(link).toMatchObject({ before: 'Roses need sun and ', after: '.', targetUrl: 'https://garden.example/soil', insertable: true });
      const article = await content.getArticle(viewer, siteId, articleId);
      await content.updateArticle(editor, { siteId, id: articleId, expectedVersion: article.version, change: { bodyHtml: BODY.replace('autumn', 'spring') } });
      const answer = await content.acceptLinks(editor, { siteId, ids });
      expect(answer).toMatchObject({ accepted: [link!.id] });
      expect(answer.notInserted).toHaveLength(1);
      const linked = await content.getArticle(viewer, siteId, articleId);
      expect(linked.revision).toBe(3);
      expect(linked.bodyHtml).toContain('Roses need sun and <a href="https://garden.example/soil">good soil</a>.');
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
        return content.getOptimization(viewer, siteId, (await content.storeOptimization(t.ctx, { ...step(), optimization })).ids[0]!);
      };
      const refused = await propose(1);
      expect((await content.getArticle(viewer, siteId, articleId)).revision).toBe(1);
      await content.refuseOptimization(editor, { siteId, id: refused.id, expectedVersion: refused.version });
      const proposed = await propose(1);
      const article = await content.getArticle(viewer, siteId, articleId);
      await content.updateArticle(editor, { siteId, id: articleId, expectedVersion: article.version, change: { title: 'Newer' } });
      await expect(content.acceptOptimization(editor, { siteId, id: proposed.id, expectedVersion: proposed.version })).rejects.toMatchObject({
        code: 'conflict',
      });
      await content.acceptOptimization(editor, { siteId, id: proposed.id, expectedVersion: proposed.version, overwrite: true });
      expect(await content.getArticle(viewer, siteId, articleId)).toMatchObject({ bodyHtml: '<p>Better</p>', revision: 3 });
      const rows = await inTransaction(t.ctx, ({ db }) => db.select().from(articleRevisions).where(eq(articleRevisions.articleId, articleId)));
      expect(
        rows
          .map((row) => row.number)
          .filter((number) => number !== null)
          .toSorted(),
      ).toEqual([1, 2, 3]);
    });
  });

  describe('who may', () => {
    it('viewers read and do not write; for strangers nothing exists', async () => {
      const id = await written();
      const [keyword] = (await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'k' }] })).ids;
      await expect(content.addKeywords(viewer, { siteId, keywords: [{ keyword: 'x' }] })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(content.removeRows(viewer, 'article', { siteId, ids: [id] })).rejects.toMatchObject({ code: 'forbidden' });
      const attempts = [
        () => content.listKeywords(stranger, siteId, page),
        () => content.getArticle(stranger, siteId, id),
        () => content.removeRows(stranger, 'keyword', { siteId, ids: [keyword!] }),
        () => content.addKeywords(stranger, { siteId, keywords: [{ keyword: 'x' }] }),
        () => content.workspaceSummary(stranger, siteId),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    });

    it('reaches nothing through the site of somebody else', async () => {
      const [foreign] = (await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'k' }] })).ids;
      const now = t.clock.now();
      const other = await inTransaction(t.ctx, async ({ db }) => {
        const [account] = await db.insert(accounts).values({ name: 'B', createdAt: now, updatedAt: now }).returning();
        const [site] = await db.insert(sites).values({ accountId: account!.id, name: 'B', domain: 'b.example', createdAt: now, updatedAt: now }).returning();
        return site!;
      });
      const owner = t.as(person({ [other.accountId]: 'owner' }));
      expect(await content.removeRows(owner, 'keyword', { siteId: other.id, ids: [foreign!] })).toEqual({ ids: [] });
      await expect(content.moveKeywords(owner, { siteId: other.id, ids: [foreign!], clusterId: null })).rejects.toMatchObject({ code: 'not_found' });
      await content.storeClusters(t.ctx, {
        siteId: other.id,
        sourceStepId: randomUUID(),
        clusters: [{ name: 'X', description: '', intent: null, keywordIds: [foreign!] }],
      });
      const [row] = await inTransaction(t.ctx, ({ db }) => db.select().from(keywords).where(eq(keywords.id, foreign!)));
      expect(row).toMatchObject({ clusterId: null, deletedAt: null, siteId });
    });

    it('leaves an audit event in the same transaction', async () => {
      await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'k' }] });
      const events = await inTransaction(t.ctx, ({ db }) => db.select().from(auditEvents).where(eq(auditEvents.objectId, siteId)));
      expect(events.map((event) => event.action)).toEqual(['keywords.added']);
    });
  });
});

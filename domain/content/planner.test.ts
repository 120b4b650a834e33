import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from '../../tests/database.ts';
import { makeSite, type TestSite } from '../../tests/workspace.ts';
import type { Context } from '../context.ts';
import * as content from './index.ts';

describe('the Planner', () => {
  const t = useDatabase();
  let site: TestSite;
  let siteId = '';
  let editor: Context;
  let viewer: Context;

  beforeEach(async () => {
    site = await makeSite(t);
    ({ siteId, editor, viewer } = site);
  });
  const page = { limit: 50, sort: '-created_at' };
  const step = () => ({ siteId, sourceStepId: randomUUID() });

  describe('keywords', () => {
    it('merges duplicates, takes over new figures and never adds half a list', async () => {
      const first = await content.addKeywords(editor, {
        siteId,
        keywords: [
          { keyword: 'red roses', volume: 10 },
          { keyword: 'Red Roses', difficulty: 4 },
          { keyword: 'tulips' },
        ],
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
      expect(
        data.map(({ keyword, volume, difficulty, country }) => [keyword, volume, difficulty, country]),
      ).toEqual([
        ['red roses', 20, 4, ''],
        expect.arrayContaining(['tulips']),
        expect.arrayContaining(['tulips']),
      ]);
      await expect(
        content.addKeywords(editor, {
          siteId,
          keywords: [{ keyword: 'good' }, { keyword: 'bad', difficulty: 101 }],
        }),
      ).rejects.toThrow();
      expect((await content.listKeywords(viewer, siteId, { ...page, q: 'good' })).data).toEqual([]);
    });

    it('finds all that match, to be selected together', async () => {
      await content.addKeywords(editor, {
        siteId,
        keywords: [
          { keyword: 'oak table', volume: 5 },
          { keyword: 'oak chair', volume: 50 },
          { keyword: 'pine' },
        ],
      });
      const ids = async (filters: content.KeywordFilters) =>
        (await content.keywordIds(viewer, siteId, filters)).ids.length;
      expect([
        await ids({}),
        await ids({ q: 'oak' }),
        await ids({ q: 'oak', minVolume: 10 }),
        await ids({ status: 'clustered' }),
      ]).toEqual([3, 2, 1, 0]);
    });

    it('keeps what is archived archived when it is moved', async () => {
      const { ids } = await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'old word' }] });
      const [id = ''] = ids;
      await content.updateKeyword(editor, { siteId, id, expectedVersion: 1, change: { archived: true } });
      const cluster = await content.createCluster(editor, {
        siteId,
        name: 'Old',
        description: '',
        intent: null,
        keywordIds: ids,
      });
      expect(await content.getKeyword(viewer, siteId, id)).toMatchObject({
        status: 'archived',
        clusterId: cluster.id,
      });
      await content.removeClusters(editor, { siteId, ids: [cluster.id] });
      expect(await content.getKeyword(viewer, siteId, id)).toMatchObject({
        status: 'archived',
        clusterId: null,
      });
    });

    it('pages by cursor through every order without gaps or repeats', async () => {
      await content.addKeywords(editor, {
        siteId,
        keywords: Array.from({ length: 25 }, (_, n) => ({ keyword: `word ${n}`, volume: n % 3 ? n : null })),
      });
      for (const sort of [
        'keyword',
        '-keyword',
        'volume',
        '-volume',
        'created_at',
        '-created_at',
        'difficulty',
      ]) {
        const seen: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const { data, nextCursor } = await content.listKeywords(viewer, siteId, {
            limit: 10,
            sort,
            cursor: cursor ?? undefined,
          });
          seen.push(...data.map((row) => row.id));
          cursor = nextCursor;
        }
        expect(new Set(seen).size).toBe(25);
        expect(seen.length).toBe(25);
      }
    });

    it('imports CSV with columns mapped, reports faulty lines by number and then imports nothing', async () => {
      const columns = {
        keyword: 'Phrase',
        volume: 'Searches',
        difficulty: 'KD',
        intent: 'Intent',
        country: 'Land',
      };
      const csv =
        'Phrase,Searches,KD,Intent,Land\nroses,"1,200",30,Commercial,us\n,5,1,,\ntulips,many,500,,\n"lilies, white",,,,\n';
      const preview = await content.importKeywords(editor, {
        siteId,
        csv,
        columns,
        preview: true,
        skipFaulty: false,
      });
      expect(preview).toMatchObject({ rows: 4, added: 2, merged: 0, preview: true });
      expect(preview.faults.map(({ line, column }) => [line, column])).toEqual([
        [3, 'Phrase'],
        [4, 'Searches'],
        [4, 'KD'],
      ]);
      await expect(
        content.importKeywords(editor, { siteId, csv, columns, preview: false, skipFaulty: false }),
      ).rejects.toMatchObject({
        code: 'invalid_field',
      });
      expect((await content.listKeywords(viewer, siteId, page)).data).toEqual([]);
      expect(
        await content.importKeywords(editor, { siteId, csv, columns, preview: false, skipFaulty: true }),
      ).toMatchObject({ added: 2 });
      const { data } = await content.listKeywords(viewer, siteId, { limit: 50, sort: 'keyword' });
      expect(data.map(({ keyword, volume, intent, country }) => [keyword, volume, intent, country])).toEqual([
        ['lilies, white', null, null, ''],
        ['roses', 1200, 'commercial', 'US'],
      ]);
      await expect(
        content.importKeywords(editor, {
          siteId,
          csv: 'a;b\n1;2',
          columns: { keyword: 'Phrase' },
          preview: true,
          skipFaulty: false,
        }),
      ).rejects.toThrow('no column “Phrase”');
    });

    it('removes and takes back, and refuses stale changes', async () => {
      const { ids } = await content.addKeywords(editor, {
        siteId,
        keywords: [{ keyword: 'a' }, { keyword: 'b' }],
      });
      await content.removeRows(editor, 'keyword', { siteId, ids });
      expect((await content.listKeywords(viewer, siteId, page)).data).toEqual([]);
      await content.restoreRows(editor, 'keyword', { siteId, ids });
      const [first] = (await content.listKeywords(viewer, siteId, page)).data;
      await content.updateKeyword(editor, {
        siteId,
        id: first!.id,
        expectedVersion: first!.version,
        change: { volume: 7 },
      });
      await expect(
        content.updateKeyword(editor, {
          siteId,
          id: first!.id,
          expectedVersion: first!.version,
          change: { volume: 8 },
        }),
      ).rejects.toMatchObject({
        code: 'stale_version',
      });
    });
  });

  describe('clusters', () => {
    it('are stored once a step, merged by name, and take their keywords along', async () => {
      const { ids } = await content.addKeywords(editor, {
        siteId,
        keywords: [
          { keyword: 'red roses', volume: 5 },
          { keyword: 'white roses', volume: 9 },
          { keyword: 'tulips' },
        ],
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
      await content.storeClusters(t.ctx, {
        ...step(),
        clusters: [{ name: 'roses', description: '', intent: null, keywordIds: [ids[2]!] }],
      });
      const { data } = await content.listClusters(viewer, siteId, { limit: 50, sort: '-volume' });
      expect(
        data.map(({ name, keywordCount, volume, topKeywords }) => [name, keywordCount, volume, topKeywords]),
      ).toEqual([['Roses', 3, 14, ['white roses', 'red roses', 'tulips']]]);
    });

    it('lose keywords to another, and get them back where they were', async () => {
      const { ids } = await content.addKeywords(editor, {
        siteId,
        keywords: [{ keyword: 'a' }, { keyword: 'b' }],
      });
      const make = (name: string, keywordIds: string[]) =>
        content.createCluster(editor, { siteId, name, description: '', intent: null, keywordIds });
      const one = await make('One', [ids[0]!]);
      const two = await make('Two', []);
      const moved = await content.moveKeywords(editor, { siteId, ids, clusterId: two.id });
      expect(await content.getCluster(viewer, siteId, two.id)).toMatchObject({ keywordCount: 2 });
      await content.moveKeywordsBack(editor, { siteId, from: moved.from });
      expect(await content.getCluster(viewer, siteId, one.id)).toMatchObject({ keywordCount: 1 });
      expect(await content.getCluster(viewer, siteId, two.id)).toMatchObject({ keywordCount: 0 });
      expect(
        (await content.listKeywords(viewer, siteId, { ...page, status: 'new' })).data.map((row) => row.id),
      ).toEqual([ids[1]]);
    });

    it('merge into one; removed ones free their keywords and come back with them', async () => {
      const { ids } = await content.addKeywords(editor, {
        siteId,
        keywords: [{ keyword: 'a' }, { keyword: 'b' }],
      });
      const one = await content.createCluster(editor, {
        siteId,
        name: 'One',
        description: '',
        intent: null,
        keywordIds: [ids[0]!],
      });
      const two = await content.createCluster(editor, {
        siteId,
        name: 'Two',
        description: '',
        intent: null,
        keywordIds: [ids[1]!],
      });
      expect(
        await content.mergeClusters(editor, { siteId, ids: [one.id, two.id], into: one.id }),
      ).toMatchObject({ keywordCount: 2 });
      await expect(content.getCluster(viewer, siteId, two.id)).rejects.toMatchObject({ code: 'not_found' });
      const removed = await content.removeClusters(editor, { siteId, ids: [one.id] });
      expect((await content.listKeywords(viewer, siteId, { ...page, status: 'new' })).data).toHaveLength(2);
      await content.restoreClusters(editor, { siteId, ...removed });
      expect(await content.getCluster(viewer, siteId, one.id)).toMatchObject({ keywordCount: 2 });
    });
  });

  describe('ideas and tasks', () => {
    it('are counted on their cluster', async () => {
      const cluster = await content.createCluster(editor, {
        siteId,
        name: 'Roses',
        description: '',
        intent: null,
        keywordIds: [],
      });
      const idea = {
        clusterId: cluster.id,
        title: 'On roses',
        summary: '',
        outline: ['One'],
        targetKeywords: ['roses'],
        contentType: 'guide' as const,
      };
      const { ids } = await content.storeIdeas(t.ctx, {
        ...step(),
        ideas: [idea, { ...idea, title: 'More on roses' }],
      });
      const counts = async () =>
        (await content.listClusters(viewer, siteId, page)).data.map((row) => row.ideaCount);
      expect(await counts()).toEqual([2]);
      await content.removeRows(editor, 'idea', { siteId, ids: ids.slice(0, 1) });
      expect(await counts()).toEqual([1]);
    });

    it('an idea is sent to the Writer once, and is an accepted one again when its task is removed', async () => {
      const { ids } = await content.storeIdeas(t.ctx, {
        ...step(),
        ideas: [
          {
            clusterId: null,
            title: 'On roses',
            summary: 'Short.',
            outline: ['One', 'Two'],
            targetKeywords: ['roses'],
            contentType: 'guide',
          },
        ],
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
});

import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, auditEvents, keywords, sites } from '../../db/schema/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { makeSite, type TestSite, writeArticle } from '../../tests/workspace.ts';
import { type Context, inTransaction } from '../context.ts';
import * as content from './index.ts';

describe('the workspace', () => {
  const t = useDatabase();
  let site: TestSite;
  let siteId = '';
  let editor: Context;
  let viewer: Context;
  let stranger: Context;
  beforeEach(async () => {
    site = await makeSite(t);
    ({ siteId, editor, viewer, stranger } = site);
  });
  const page = { limit: 50, sort: '-created_at' };
  const written = (title?: string, bodyHtml?: string) => writeArticle(t, site, title, bodyHtml);

  describe('who may', () => {
    it('viewers read and do not write; for strangers nothing exists', async () => {
      const id = await written();
      const [keyword] = (await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'k' }] })).ids;
      await expect(
        content.addKeywords(viewer, { siteId, keywords: [{ keyword: 'x' }] }),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await expect(content.removeRows(viewer, 'article', { siteId, ids: [id] })).rejects.toMatchObject({
        code: 'forbidden',
      });
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
        const [account] = await db
          .insert(accounts)
          .values({ name: 'B', createdAt: now, updatedAt: now })
          .returning();
        const [site] = await db
          .insert(sites)
          .values({ accountId: account!.id, name: 'B', domain: 'b.example', createdAt: now, updatedAt: now })
          .returning();
        return site!;
      });
      const owner = t.as(person({ [other.accountId]: 'owner' }));
      expect(await content.removeRows(owner, 'keyword', { siteId: other.id, ids: [foreign!] })).toEqual({
        ids: [],
      });
      await expect(
        content.moveKeywords(owner, { siteId: other.id, ids: [foreign!], clusterId: null }),
      ).rejects.toMatchObject({ code: 'not_found' });
      await content.storeClusters(t.ctx, {
        siteId: other.id,
        sourceStepId: randomUUID(),
        clusters: [{ name: 'X', description: '', intent: null, keywordIds: [foreign!] }],
      });
      const [row] = await inTransaction(t.ctx, ({ db }) =>
        db.select().from(keywords).where(eq(keywords.id, foreign!)),
      );
      expect(row).toMatchObject({ clusterId: null, deletedAt: null, siteId });
    });

    it('leaves an audit event in the same transaction', async () => {
      await content.addKeywords(editor, { siteId, keywords: [{ keyword: 'k' }] });
      const events = await inTransaction(t.ctx, ({ db }) =>
        db.select().from(auditEvents).where(eq(auditEvents.objectId, siteId)),
      );
      expect(events.map((event) => event.action)).toEqual(['keywords.added']);
    });
  });
});

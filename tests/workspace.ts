import { randomUUID } from 'node:crypto';
import { accounts, sites } from '../db/schema/index.ts';
import * as content from '../domain/content/index.ts';
import { type Context, inTransaction } from '../domain/context.ts';
import { person, type TestDatabase } from './database.ts';

export interface TestSite {
  siteId: string;
  editor: Context;
  viewer: Context;
  /** Somebody with an account, and none of this one. */
  stranger: Context;
}

/** A site of an account of its own, with people in each role. */
export async function makeSite(t: TestDatabase): Promise<TestSite> {
  const now = t.clock.now();
  const site = await inTransaction(t.ctx, async ({ db }) => {
    const [account] = await db
      .insert(accounts)
      .values({ name: 'A', createdAt: now, updatedAt: now })
      .returning();
    const [made] = await db
      .insert(sites)
      .values({
        accountId: account!.id,
        name: 'Garden',
        domain: 'garden.example',
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    return made!;
  });
  const as = (accountId: string, role: 'editor' | 'viewer' | 'owner') => t.as(person({ [accountId]: role }));
  return {
    siteId: site.id,
    editor: as(site.accountId, 'editor'),
    viewer: as(site.accountId, 'viewer'),
    stranger: as(randomUUID(), 'owner'),
  };
}

export const BODY =
  '<p>Start.</p><h2>Roses</h2><p>Roses need sun and good soil.</p><h2>Tulips</h2><p>Tulips are planted in autumn.</p>';
export const WORDS = {
  title: 'Roses and tulips',
  bodyHtml: BODY,
  metaTitle: 'Roses',
  metaDescription: 'About roses.',
  tags: ['roses', 'tulips'],
};

/** An article as a run stores it; its id. */
export async function writeArticle(
  t: TestDatabase,
  { siteId, editor }: TestSite,
  title = WORDS.title,
  bodyHtml = BODY,
): Promise<string> {
  const task = await content.createTask(editor, {
    siteId,
    title,
    outline: [],
    targetKeywords: ['roses'],
    contentType: 'guide',
    instructions: '',
  });
  const stored = await content.storeArticle(t.ctx, {
    siteId,
    sourceStepId: randomUUID(),
    from: { taskId: task.id },
    article: { ...WORDS, title, bodyHtml },
  });
  return stored.ids[0]!;
}

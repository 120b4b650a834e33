import { accounts, sites } from '../db/schema/index.ts';
import {
  addKeywords,
  importKeywords,
  keywordIds,
  listKeywords,
  moveKeywords,
  removeRows,
  restoreRows,
  workspaceSummary,
} from '../domain/content/index.ts';
import { type Context, inTransaction } from '../domain/context.ts';
import { withPool, withTemporaryDatabase } from './credits/temporary.ts';
import { timeEach } from './credits/timing.ts';

/** The Planner with 10,000 keywords on a site, among 20 other sites with as many: what its pages and buttons ask of the database. */
const COUNT = 10_000;
const ANGLES = [
  'best',
  'cheap',
  'how to choose',
  'care of',
  'beginner',
  'organic',
  'winter',
  'problems with',
  'ideas for',
  'buy',
];
const words = (prefix: string) =>
  Array.from({ length: COUNT }, (_, n) => ({
    keyword: `${ANGLES[n % 10]} ${prefix} ${n}`,
    volume: (n * 7919) % 5_000,
    difficulty: n % 101,
  }));

await withTemporaryDatabase((url) =>
  withPool(url, 4, async ({ db }) => {
    const now = new Date('2026-11-23T12:00:00Z');
    const ctx: Context = {
      db,
      actor: { kind: 'system', label: 'bench' },
      clock: { now: () => now },
      keyring: { activeId: 'none', keys: new Map() },
      requestId: 'bench',
    };
    const siteIds = await inTransaction(ctx, async (tx) => {
      const [account] = await tx.db
        .insert(accounts)
        .values({ name: 'Bench', createdAt: now, updatedAt: now })
        .returning();
      if (!account) throw new Error('no account');
      const rows = Array.from({ length: 21 }, (_, n) => ({
        accountId: account.id,
        name: `Site ${n}`,
        domain: `s${n}.example`,
        createdAt: now,
        updatedAt: now,
      }));
      return (await tx.db.insert(sites).values(rows).returning()).map((site) => site.id);
    });
    const [siteId = '', ...others] = siteIds;
    for (const other of others) await addKeywords(ctx, { siteId: other, keywords: words('fern') });
    const once = async (name: string, act: () => Promise<unknown>) => {
      const before = performance.now();
      await act();
      console.log(`${name}: ${Math.round(performance.now() - before)} ms`);
    };
    const csv = `Keyword,Volume,KD\n${words('oak')
      .map((row) => `${row.keyword},${row.volume},${row.difficulty}`)
      .join('\n')}`;
    const columns = { keyword: 'Keyword', volume: 'Volume', difficulty: 'KD' };
    await once('preview of a CSV file of 10,000 rows', () =>
      importKeywords(ctx, { siteId, csv, columns, preview: true, skipFaulty: false }),
    );
    await once('import of it', () =>
      importKeywords(ctx, { siteId, csv, columns, preview: false, skipFaulty: false }),
    );
    await once('paste of the same 10,000, all merged', () =>
      addKeywords(ctx, { siteId, keywords: words('oak') }),
    );
    const { ids } = await keywordIds(ctx, siteId, {});
    await once('remove all', () => removeRows(ctx, 'keyword', { siteId, ids }));
    await once('undo', () => restoreRows(ctx, 'keyword', { siteId, ids }));
    await once('move all out of their clusters', () => moveKeywords(ctx, { siteId, ids, clusterId: null }));
    const list = (sort: string, more = {}) => listKeywords(ctx, siteId, { limit: 100, sort, ...more });
    let cursor: string | undefined;
    for (let page = 0; page < 50; page++)
      cursor = (await list('-volume', { cursor })).nextCursor ?? undefined;
    console.table(
      await timeEach(
        [
          ['newest first', () => list('-created_at')],
          ['by keyword', () => list('keyword')],
          ['by volume, downwards', () => list('-volume')],
          ['by volume, page 51', () => list('-volume', { cursor })],
          ['by difficulty', () => list('difficulty')],
          ['search with many hits', () => list('-created_at', { q: 'winter' })],
          ['search with none', () => list('keyword', { q: 'zzzz' })],
          ['status that none has', () => list('-volume', { status: 'clustered' })],
          ['least volume', () => list('keyword', { minVolume: 4_900 })],
          ['all ids', () => keywordIds(ctx, siteId, {})],
          ['counts of the workspace', () => workspaceSummary(ctx, siteId)],
        ],
        40,
      ),
    );
  }),
);

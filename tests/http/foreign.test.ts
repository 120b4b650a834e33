import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS as AI_OPERATIONS } from '../../domain/operations/index.ts';
import { forgetPrincipals } from '../../server/auth/principal.ts';
import { type Belongings, belongingsOf } from './belongings.ts';
import { bodyOf, callOf, isUnsafe, OPERATIONS, paramsOf } from './operations.ts';
import { useApi } from './world.ts';

const own = OPERATIONS.filter(({ operation }) => operation.contract.access === 'signed_in');
const reading = own.filter(({ operation }) => !isUnsafe(operation));
const onSites = own.filter(
  ({ operation }) =>
    isUnsafe(operation) && operation.path.startsWith('/sites/{siteId}') && operation.contract.body,
);
const IN_ACCOUNT = [
  'accounts',
  'sites',
  'keywords',
  'clusters',
  'ideas',
  'tasks',
  'articles',
  'image-prompts',
  'images',
  'links',
  'optimizations',
  'runs',
  'usage',
  'notices',
  'tokens',
  'sessions',
  'users',
];

describe('what belongs to another account', () => {
  const world = useApi();
  let ours: Belongings;
  let theirs: Belongings;
  const find = (name: string) =>
    OPERATIONS.find(({ operation }) => operation.contract.operation === name)!.operation;

  beforeAll(async () => {
    ours = await belongingsOf(world, world.ours, world.userIds.owner ?? '');
    theirs = await belongingsOf(world, world.theirs, world.userIds.stranger ?? '');
  });

  /** Every row of ours, in every table that says whose its rows are. */
  async function state(): Promise<string> {
    const tables = await world.owner.sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and a.atttypid = 'uuid'::regtype
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
    const parts = tables.map(
      ({ name }) =>
        `select '${name}' as t, count(*) as n, md5(string_agg(r::text, ',' order by r::text)) as h from ${name} r where account_id = '${world.ours.accountId}'`,
    );
    const rows = await world.owner.sql.unsafe(parts.join(' union all '));
    expect(rows.filter((row) => Number(row['n']) > 0).length).toBeGreaterThan(15);
    return JSON.stringify(rows);
  }

  it.each(reading)('$name shows nothing of it', async ({ operation }) => {
    const response = await world.send(operation, { as: 'stranger', params: paramsOf(operation, theirs) });
    if (response.headers.get('content-type')?.includes('event-stream')) return response.body?.cancel();
    const text = await response.text();
    const seen = IN_ACCOUNT.filter((kind) => ours[kind] && text.includes(ours[kind]));
    expect(seen).toEqual([]);
    expect(text).not.toMatch(/owner@example\.com|editor@example\.com|ours\.example|Ours site/);
  });

  it.each(onSites)(
    '$name on a site of one’s own changes nothing of it that its body names',
    async ({ operation }) => {
      const before = await state();
      const params = paramsOf(operation, theirs);
      const response = await world.send(operation, {
        as: 'stranger',
        params,
        body: bodyOf(operation, { ...ours, sites: theirs['sites']! }),
        headers: { 'if-match': '"1"' },
      });
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toContain(ours['articles']);
      expect(await state()).toBe(before);
    },
  );

  it('starts no run and asks no price for things that belong to it', async () => {
    const before = await state();
    const input = {
      keywordIds: [ours['keywords']],
      clusterIds: [ours['clusters']],
      taskIds: [ours['tasks']],
      articleIds: [ours['articles']],
      imagePromptIds: [ours['image-prompts']],
    };
    for (const operation of AI_OPERATIONS)
      for (const [field, ids] of Object.entries(input))
        for (const name of ['startRun', 'quote']) {
          const wire = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
          const body = {
            operation,
            site_id: theirs['sites'],
            input: { [wire]: ids },
            ...(name === 'startRun' ? { trigger: 'manual' } : {}),
          };
          const response = await world.send(find(name), { as: 'stranger', body });
          expect({ operation, field, name, status: response.status }).toMatchObject({
            status: expect.toSatisfy((status: number) => [404, 409, 422].includes(status)),
          });
        }
    expect(await state()).toBe(before);
  });

  it('is closed to its own people but for reading while the account is suspended', async () => {
    await world.owner.sql`update accounts set status = 'suspended' where id = ${world.ours.accountId}`;
    forgetPrincipals(world.userIds.owner ?? '');
    const before = await state();
    expect(
      (await world.send(find('getSite'), { as: 'owner', params: { siteId: world.ours.siteId } })).status,
    ).toBe(200);
    for (const { name, operation } of onSites) {
      const response = await world.send(operation, { ...callOf(operation, ours), as: 'owner' });
      expect({ name, status: response.status }).toEqual({ name, status: 403 });
    }
    const startRun = {
      ...callOf(find('startRun'), ours),
      body: {
        operation: 'auto_cluster',
        site_id: world.ours.siteId,
        input: { keyword_ids: [ours['keywords']] },
        trigger: 'manual',
      },
    };
    for (const as of ['owner', 'administrator'] as const)
      expect((await world.send(find('startRun'), { ...startRun, as })).status).toBe(403);
    expect(await state()).toBe(before);
  });
});

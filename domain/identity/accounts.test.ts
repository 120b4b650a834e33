import { describe, expect, it } from 'vitest';
import { automations, memberships, sites } from '../../db/schema/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { listAuditEvents } from '../audit/index.ts';
import { inTransaction } from '../context.ts';
import { accountCredits } from '../credits/index.ts';
import { accountReferences, createAccount, createUser, getAccount, updateAccount } from './index.ts';

describe('accounts, for administrators', () => {
  const t = useDatabase();
  const administrator = () => t.as(person({}, { isAdministrator: true, userId: '' }));

  it('makes one with no credits, renames it, suspends it and gives it back, each with what was before', async () => {
    const made = await createAccount(t.ctx, { name: 'Garden shop' });
    expect(await accountCredits(t.ctx, made.id)).toMatchObject({
      account: 'Garden shop',
      status: 'active',
      available: 0,
    });
    const renamed = await updateAccount(t.ctx, made.id, made.version, { name: 'Garden shops' });
    const suspended = await updateAccount(t.ctx, made.id, renamed.version, { status: 'suspended' });
    expect(suspended).toMatchObject({ name: 'Garden shops', status: 'suspended', version: 3 });
    await expect(updateAccount(t.ctx, made.id, renamed.version, { status: 'active' })).rejects.toMatchObject({
      code: 'stale_version',
    });
    expect(await updateAccount(t.ctx, made.id, suspended.version, { status: 'active' })).toMatchObject({
      status: 'active',
    });
    const events = (await listAuditEvents(t.ctx, { objectId: made.id, limit: 10 })).data;
    expect(events.map(({ action }) => action)).toEqual([
      'account.changed',
      'account.changed',
      'account.changed',
      'account.created',
    ]);
    expect(events[1]).toMatchObject({ before: { status: 'active' }, after: { status: 'suspended' } });
  });

  it('says what suspending one stops, and only of that one', async () => {
    const [ours, theirs] = [
      await createAccount(t.ctx, { name: 'Ours' }),
      await createAccount(t.ctx, { name: 'Theirs' }),
    ];
    const now = t.clock.now();
    for (const account of [ours, theirs]) {
      const user = await createUser(t.ctx, {
        name: 'One',
        email: `${account.name.toLowerCase()}@example.com`,
        password: 'Some-Password-1',
      });
      await inTransaction(t.ctx, async ({ db }) => {
        await db
          .insert(memberships)
          .values({ accountId: account.id, userId: user.id, role: 'owner', createdAt: now });
        const [site] = await db
          .insert(sites)
          .values({
            accountId: account.id,
            name: `${account.name} site`,
            domain: 'a.example',
            createdAt: now,
            updatedAt: now,
          })
          .returning();
        await db.insert(automations).values({
          siteId: site!.id,
          accountId: account.id,
          scheduleEnabled: true,
          cron: '0 6 * * *',
          nextDueAt: now,
          updatedAt: now,
        });
      });
    }
    const { groups } = await accountReferences(t.ctx, ours.id);
    expect(groups.map(({ kind, count, items }) => [kind, count, items[0]?.label])).toEqual([
      ['person', 1, 'ours@example.com'],
      ['site', 1, 'Ours site'],
      ['automation', 1, 'Ours site'],
    ]);
  });

  it('is for administrators alone', async () => {
    const { id } = await createAccount(t.ctx, { name: 'Mine' });
    const owner = t.as(person({ [id]: 'owner' }));
    await expect(accountReferences(owner, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(() => updateAccount(owner, id, 1, { status: 'active' })).toThrow(/Only a platform administrator/);
    expect(await getAccount(administrator(), id)).toMatchObject({ name: 'Mine' });
  });
});

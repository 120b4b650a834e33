import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../db/client.ts';
import { accounts, automations, sites } from '../../db/schema/index.ts';
import { useDatabase } from '../../tests/database.ts';
import { inTransaction } from '../context.ts';
import { claimDue } from './claim.ts';

describe('claiming due schedules', () => {
  const t = useDatabase({ now: '2026-11-23T12:00:00Z' });
  const at = new Date('2026-11-23T12:00:00Z');

  async function sitesDue(count: number, dueAt: string) {
    await inTransaction(t.ctx, async ({ db }) => {
      const [account] = await db
        .insert(accounts)
        .values({ name: 'Acme', createdAt: at, updatedAt: at })
        .returning();
      const made = await db
        .insert(sites)
        .values(
          Array.from({ length: count }, (_, i) => ({
            accountId: account!.id,
            name: `Site ${i}`,
            domain: 'example.com',
            createdAt: at,
            updatedAt: at,
          })),
        )
        .returning();
      await db.insert(automations).values(
        made.map((site) => ({
          siteId: site.id,
          accountId: account!.id,
          cron: '0 * * * *',
          scheduleEnabled: true,
          nextDueAt: new Date(dueAt),
          updatedAt: at,
        })),
      );
    });
  }

  beforeEach(async () => {
    await t.owner.sql`delete from automations`;
    t.clock.set(at);
  });

  it('starts each due automation exactly once with five schedulers claiming at the same time', async () => {
    await sitesDue(40, '2026-11-23T11:00:00Z');
    const started: string[] = [];
    const schedulers = Array.from({ length: 5 }, () => connect(t.url, { max: 2 }));
    await Promise.all(
      schedulers.map(async ({ db }) => {
        while (await claimDue({ ...t.ctx, db }, async (_, claim) => void started.push(claim.siteId)));
      }),
    );
    await Promise.all(schedulers.map((scheduler) => scheduler.close()));
    // A scheduler that met only locked rows has gone home; what it left is claimed on the next tick.
    while (await claimDue(t.ctx, async (_, claim) => void started.push(claim.siteId)));
    expect(started).toHaveLength(40);
    expect(new Set(started).size).toBe(40);
  });

  it('runs a schedule missed for days once, and is due again at its next time', async () => {
    await sitesDue(1, '2026-11-20T08:00:00Z');
    const claims: Date[] = [];
    const tick = () => claimDue(t.ctx, async (_, claim) => void claims.push(claim.dueAt));
    expect([await tick(), await tick()]).toEqual([true, false]);
    expect(claims).toEqual([new Date('2026-11-20T08:00:00Z')]);
    t.clock.set('2026-11-23T13:00:00Z');
    expect(await tick()).toBe(true);
  });

  it('leaves the schedule due when its start fails', async () => {
    await sitesDue(1, '2026-11-23T11:00:00Z');
    await expect(
      claimDue(t.ctx, async () => {
        throw new Error('down');
      }),
    ).rejects.toThrow('down');
    expect(await claimDue(t.ctx, async () => {})).toBe(true);
  });

  it('is not stopped by a schedule that could not be saved today', async () => {
    await sitesDue(2, '2026-11-23T11:00:00Z');
    await t.owner
      .sql`update automations set cron = '0,5 9 * * *', next_due_at = '2026-11-23T10:00:00Z' where site_id = (select min(site_id::text)::uuid from automations)`;
    const started: string[] = [];
    while (await claimDue(t.ctx, async (_, claim) => void started.push(claim.siteId)));
    expect(new Set(started).size).toBe(2);
  });
});

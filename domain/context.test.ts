import { describe, expect, it } from 'vitest';
import { accounts, auditEvents, sites } from '../db/schema/index.ts';
import { person, useDatabase } from '../tests/database.ts';
import { recordAudit } from './audit/index.ts';
import { inTransaction } from './context.ts';

describe('tenancy', () => {
  const t = useDatabase();
  const now = new Date('2026-11-23T12:00:00Z');

  it('shows a person the sites of their own accounts alone, whatever the query forgets to filter', async () => {
    const [mine, other] = await inTransaction(t.ctx, async ({ db }) => {
      const made = await db
        .insert(accounts)
        .values([
          { name: 'Mine', createdAt: now, updatedAt: now },
          { name: 'Other', createdAt: now, updatedAt: now },
        ])
        .returning();
      await db.insert(sites).values(
        made.map((a) => ({
          accountId: a.id,
          name: a.name,
          domain: 'example.com',
          createdAt: now,
          updatedAt: now,
        })),
      );
      return made;
    });
    const seen = await inTransaction(t.as(person({ [mine!.id]: 'owner' })), ({ db }) =>
      db.select().from(sites),
    );
    expect(seen.map((site) => site.name)).toEqual(['Mine']);
    expect(await t.connection.db.select().from(sites)).toEqual([]);
    await expect(
      inTransaction(t.as(person({ [mine!.id]: 'owner' })), ({ db }) =>
        db
          .insert(sites)
          .values({ accountId: other!.id, name: 'x', domain: 'x', createdAt: now, updatedAt: now }),
      ),
    ).rejects.toThrow();
  });

  it('keeps audit events as they were written', async () => {
    await inTransaction(t.ctx, (ctx) =>
      recordAudit(ctx, { action: 'test.done', object: { type: 'test', id: '1', label: 'one' } }),
    );
    await expect(inTransaction(t.ctx, ({ db }) => db.delete(auditEvents))).rejects.toThrow();
    await expect(t.owner.sql`update audit_events set action = 'x'`).rejects.toThrow('append-only');
  });
});

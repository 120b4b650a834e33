import { beforeAll, describe, expect, it } from 'vitest';
import { idempotencyKeys, rateLimits, sessions, verifications } from '#db/schema/index.ts';
import { scheduledTasks } from '../../server/jobs/tasks.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { createUser } from '../identity/index.ts';
import { prune } from './index.ts';

describe('pruning', () => {
  const t = useDatabase();
  const at = (hours: number) => new Date(t.clock.now().getTime() + hours * 3_600_000);

  beforeAll(async () => {
    const { db } = t.ctx;
    const { id: userId } = await createUser(t.ctx, {
      name: 'One',
      email: 'one@example.com',
      password: 'Some-Password-1',
    });
    const made = { createdAt: at(-400), updatedAt: at(-400) };
    await db
      .insert(sessions)
      .values([-1, 1].map((hours) => ({ ...made, userId, token: `token ${hours}`, expiresAt: at(hours) })));
    await db
      .insert(verifications)
      .values(
        [-1, 1].map((hours) => ({ ...made, identifier: `id ${hours}`, value: 'v', expiresAt: at(hours) })),
      );
    await db.insert(rateLimits).values([
      { key: 'over', points: 3, expire: at(-1) },
      { key: 'running', points: 3, expire: at(1) },
      { key: 'for good', points: 3, expire: null },
    ]);
    await db.insert(idempotencyKeys).values(
      [-200, -100].map((hours) => ({
        scope: 's',
        key: `key ${hours}`,
        requestHash: 'h',
        createdAt: at(hours),
      })),
    );
  });

  it('removes what has run out, keeps the rest, and finds nothing the second time', async () => {
    await expect(prune(t.as(person()))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await prune(t.ctx)).toEqual({ idempotencyKeys: 1, rateLimits: 1, sessions: 1, verifications: 1 });
    const { db } = t.ctx;
    expect((await db.select().from(sessions)).map((row) => row.token)).toEqual(['token 1']);
    expect((await db.select().from(verifications)).map((row) => row.identifier)).toEqual(['id 1']);
    expect((await db.select().from(rateLimits)).map((row) => row.key).sort()).toEqual([
      'for good',
      'running',
    ]);
    expect((await db.select().from(idempotencyKeys)).map((row) => row.key)).toEqual(['key -100']);
    expect(await prune(t.ctx)).toEqual({ idempotencyKeys: 0, rateLimits: 0, sessions: 0, verifications: 0 });
  });

  it('is what each worker does every hour', async () => {
    const task = scheduledTasks.find(({ name }) => name === 'what has run out');
    expect(task?.everyMs).toBe(3_600_000);
    expect(await task?.run({ ctx: t.ctx } as Parameters<typeof task.run>[0])).toMatchObject({ sessions: 0 });
  });
});

import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { aiModels } from '../../db/schema/index.ts';
import { seed } from '../../db/seed/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { checkHealth, type ProcessFacts, workerGone, workerSeen } from './index.ts';

const WELL: ProcessFacts = { listening: true, pendingMigrations: [] };

describe('health', () => {
  const t = useDatabase();
  beforeAll(() => seed(t.ctx, { demo: false, sandboxUrl: null }));

  const stateOf = async (key: string, facts = WELL, ctx = t.ctx) =>
    (await checkHealth(ctx, facts)).find((check) => check.key === key);

  it('finds the database well, and says that without keys nothing can serve', async () => {
    expect(await stateOf('database')).toMatchObject({ detail: expect.stringContaining('PostgreSQL') });
    expect(await stateOf('reservations')).toMatchObject({ state: 'ok', remedy: null });
    expect(await stateOf('provider-openai')).toMatchObject({ state: 'failing', detail: 'No key is stored.' });
    expect(await stateOf('default-text')).toMatchObject({ state: 'failing' });
    expect(await stateOf('books')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('Not proved yet'),
    });
    expect(await stateOf('queue')).toMatchObject({
      state: 'ok',
      detail: '0 queued, 0 running, 0 waiting for somebody',
    });
  });

  it('says of each part what it is for, and of each that is ill what to do', async () => {
    for (const check of await checkHealth(t.ctx, {
      listening: false,
      pendingMigrations: ['100-credits.sql'],
    })) {
      expect(check.meaning.length, check.key).toBeGreaterThan(20);
      expect(check.remedy === null, check.key).toBe(check.state === 'ok');
    }
  });

  it('tells of migrations that are missing and of a process that hears nothing', async () => {
    expect(await stateOf('migrations')).toMatchObject({ state: 'ok' });
    expect(await stateOf('migrations', { ...WELL, pendingMigrations: ['migration 17'] })).toMatchObject({
      state: 'failing',
      detail: expect.stringContaining('17'),
    });
    expect(await stateOf('listener', { ...WELL, listening: false })).toMatchObject({ state: 'failing' });
  });

  it('knows the workers, when each was seen and its version, and misses one that falls silent', async () => {
    expect(await stateOf('workers')).toMatchObject({
      state: 'failing',
      detail: 'None has said that it is there',
    });
    await workerSeen(t.ctx, { name: 'one:1', version: '1.2.3', runsAtOnce: 4 });
    expect(await stateOf('workers')).toMatchObject({
      state: 'ok',
      detail: 'one:1, version 1.2.3, 4 runs at once, seen 0 s ago',
    });
    t.clock.advance(90_000);
    expect(await stateOf('workers')).toMatchObject({
      state: 'failing',
      detail: expect.stringContaining('seen 1 minute ago'),
    });
    await workerSeen(t.ctx, { name: 'two:2', version: '1.2.4', runsAtOnce: 4 });
    expect(await stateOf('workers')).toMatchObject({ state: 'warning' });
    await workerGone(t.ctx, 'one:1');
    expect(await stateOf('workers')).toMatchObject({ state: 'ok' });
  });

  it('sees a default that a successor serves once keys are there, and which encryption keys seal how much', async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:9' });
    expect(await stateOf('default-text')).toMatchObject({ state: 'ok' });
    expect(await stateOf('default-image')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('serves instead'),
    });
    expect(await stateOf('keyring')).toMatchObject({
      state: 'ok',
      detail: expect.stringMatching(/"test" seals [1-9]\d*$/),
    });
    const wrong = { ...t.ctx, keyring: { activeId: 'test', keys: new Map([['test', randomBytes(32)]]) } };
    expect(await stateOf('keyring', WELL, wrong)).toMatchObject({
      state: 'failing',
      detail: expect.stringContaining('is not the one'),
    });
  });

  it('says when the providers were last asked about their models', async () => {
    expect(await stateOf('succession')).toMatchObject({
      state: 'warning',
      detail: 'No provider has been asked yet',
    });
    await t.ctx.db.update(aiModels).set({ lastSeenAt: t.clock.now() });
    t.clock.advance(3 * 3_600_000);
    expect(await stateOf('succession')).toMatchObject({ state: 'ok', detail: 'Refreshed 3 hours ago' });
    t.clock.advance(3 * 86_400_000);
    expect(await stateOf('succession')).toMatchObject({ state: 'warning', detail: 'Refreshed 3 days ago' });
  });

  it('is for administrators alone', async () => {
    await expect(checkHealth(t.as(person()), WELL)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

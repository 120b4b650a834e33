import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { aiModels, auditEvents, notices } from '../db/schema/index.ts';
import { seed } from '../db/seed/index.ts';
import { type Context, inTransaction } from '../domain/context.ts';
import {
  forgetRegistry,
  isResolved,
  registrySnapshot,
  resolve,
  updateModel,
} from '../domain/models/index.ts';
import { listSuccession, refreshSuccession } from '../domain/succession/index.ts';
import { useDatabase } from './database.ts';
import { testSandbox } from './providers.ts';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = [
  92, 91, 90, 89, 88, 80, 70, 60, 50, 40, 32, 31, 30, 29, 28, 20, 10, 8, 7, 6, 5, 2, 1, 0, -1, -2, -3,
];

describe('succession at work, the clock moved over the ends of models', () => {
  const t = useDatabase({ now: '2026-01-01T09:00:00Z' });
  const s = testSandbox({ now: '2026-01-01T09:00:00Z' });
  const moveTo = (now: string | Date) => {
    t.clock.set(now);
    s.clock.set(now);
  };
  const read = <T>(work: (ctx: Context) => Promise<T>) => inTransaction(t.ctx, work);
  const modelOf = async (name: string) => {
    const [model] = await read(({ db }) => db.select().from(aiModels).where(eq(aiModels.modelName, name)));
    if (!model) throw new Error(`${name} is not seeded`);
    return model;
  };
  const warningsOf = async (name: string) => {
    const { id } = await modelOf(name);
    const told = await read(({ db }) => db.select().from(notices).where(eq(notices.kind, 'model_shutdown')));
    return told
      .filter((notice) => notice.key.startsWith(id))
      .map((notice) => ({
        on: notice.createdAt.toISOString().slice(0, 10),
        title: notice.title,
        body: notice.body,
      }))
      .toSorted((a, b) => a.on.localeCompare(b.on));
  };

  beforeAll(async () => {
    await seed(t.ctx, { demo: true, sandboxUrl: s.sandbox.url });
    // As somebody would have it who never heard of an end: the provider's list has to tell.
    await t.owner
      .sql`update ai_models set shutdown_at = null, deprecated_at = null where model_name in ('gpt-4o', 'gpt-4o-mini', 'gpt-5.1', 'dall-e-3')`;
    forgetRegistry();
  });

  it('takes an end from the list as soon as the provider announces it, with an audit event, and not before', async () => {
    await refreshSuccession(t.ctx);
    expect(await modelOf('dall-e-3')).toMatchObject({
      shutdownAt: new Date('2026-05-12T00:00:00Z'),
      lastSeenAt: t.clock.now(),
    });
    expect((await modelOf('gpt-4o')).shutdownAt).toBeNull();
    moveTo('2026-10-13T09:00:00Z');
    await refreshSuccession(t.ctx);
    expect((await modelOf('gpt-4o')).shutdownAt).toBeNull();
    moveTo('2026-10-15T09:00:00Z');
    const { providers } = await refreshSuccession(t.ctx);
    expect(providers).toMatchObject([
      { provider: 'openai', ok: true, changed: expect.arrayContaining(['gpt-4o', 'gpt-4o-mini']) },
      { provider: 'runware', ok: true },
    ]);
    const announced = await modelOf('gpt-4o');
    expect(announced).toMatchObject({
      shutdownAt: new Date('2027-01-14T00:00:00Z'),
      deprecatedAt: t.clock.now(),
    });
    const events = await read(({ db }) =>
      db
        .select()
        .from(auditEvents)
        .where(
          and(eq(auditEvents.action, 'model.shutdown_announced'), eq(auditEvents.objectId, announced.id)),
        ),
    );
    expect(events).toHaveLength(1);
    await t.owner.sql`delete from notices`;
  });

  it.each([
    { name: 'dall-e-3', shutdown: '2026-05-12', successor: 'gpt-image-2.6-sunburst' },
    { name: 'gpt-4o', shutdown: '2027-01-14', successor: 'gpt-6-luna' },
  ])(
    'warns of $name 90, 30 and 7 days ahead and at the end, each once, and lets $successor serve at the same credits',
    async ({ name, shutdown, successor }) => {
      const end = new Date(`${shutdown}T00:00:00Z`);
      const ahead = (days: number) => new Date(end.getTime() - days * DAY_MS);
      const { id, modelType } = await modelOf(name);
      const servedAt = async (at: Date) => {
        const result = resolve(await registrySnapshot(t.ctx), { modelType, modelId: id }, at);
        return isResolved(result)
          ? {
              served: result.served.modelName,
              priced: result.priced.modelName,
              price: result.price.tokensPerCredit ?? result.price.creditsPerImage,
            }
          : result;
      };
      let lastSeen: Date | null = null;
      // The job, twice a day as after a restart: every day around the warnings and the end, every tenth day between.
      for (const days of DAYS_AHEAD) {
        moveTo(ahead(days));
        await refreshSuccession(t.ctx);
        t.clock.advance(60_000);
        const { providers } = await refreshSuccession(t.ctx);
        expect(providers.map(({ ok }) => ok)).toEqual([true, true]);
        if (days > 0) lastSeen = t.clock.now();
      }
      const warnings = await warningsOf(name);
      expect(warnings.map(({ on }) => on)).toEqual(
        [ahead(90), ahead(30), ahead(7), end].map((day) => day.toISOString().slice(0, 10)),
      );
      expect(warnings.slice(0, 3).map(({ title }) => title)).toEqual(
        [90, 30, 7].map((days) => expect.stringContaining(`shuts down in ${days} days`)),
      );
      const { displayName } = await modelOf(successor);
      for (const { body } of warnings)
        expect(body).toMatch(new RegExp(`\\d+ sites? uses? it\\. ${displayName} serves`));
      // What the provider's list no longer has was last seen on its last day, which is no cause for alarm.
      expect((await modelOf(name)).lastSeenAt).toEqual(lastSeen);
      expect(
        await read(({ db }) => db.select().from(notices).where(eq(notices.kind, 'model_missing'))),
      ).toEqual([]);

      const before = await servedAt(ahead(1));
      expect(before).toMatchObject({ served: name, priced: name });
      expect(await servedAt(end)).toEqual({ ...before, served: successor });
    },
  );

  it('keeps what an administrator changes while a provider is being asked', async () => {
    const before = await modelOf('gpt-5.1');
    moveTo('2027-01-20T09:00:00Z');
    await t.owner.sql`update ai_models set shutdown_at = null where id = ${before.id}`;
    s.sandbox.inject({ kind: 'slow', provider: 'openai', endpoint: 'models', delayMs: 700 });
    const refreshing = refreshSuccession(t.ctx);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await updateModel(t.ctx, before.id, before.version, { displayName: 'Renamed' });
    await refreshing;
    expect(await modelOf('gpt-5.1')).toMatchObject({
      displayName: 'Renamed',
      shutdownAt: new Date('2027-04-01T00:00:00Z'),
      version: before.version + 2,
    });
    await t.owner.sql`update ai_models set display_name = ${before.displayName} where id = ${before.id}`;
  });

  it('names what will really serve, and every site concerned where nothing will', async () => {
    const { id } = await modelOf('gpt-5.1');
    await t.owner.sql`delete from notices`;
    const told = async () => {
      await t.owner.sql`delete from notices where key like ${`${id}%`}`;
      forgetRegistry();
      await refreshSuccession(t.ctx);
      return (await warningsOf('gpt-5.1'))[0]?.body;
    };
    const sites = Number((await t.owner.sql`select count(*)::int as n from sites`)[0]?.['n']);
    expect(sites).toBeGreaterThan(0);
    const { displayName, status } = await modelOf('gpt-6-sol');
    moveTo('2027-04-02T09:00:00Z');
    expect(await told()).toBe(
      `${sites} sites use it. ${displayName} serves instead, at the same credits, until you change that.`,
    );
    await t.owner.sql`update ai_models set status = 'inactive' where model_name = 'gpt-6-sol'`;
    expect(await told()).toBe(
      `${sites} sites use it. No successor of it can serve, and nothing else can: name one.`,
    );
    const [entry] = (await listSuccession(t.ctx)).filter((ending) => ending.id === id);
    expect(entry).toMatchObject({ servedBy: null, sites: { length: sites } });
    await t.owner.sql`update ai_models set status = ${status} where model_name = 'gpt-6-sol'`;
  });

  it('tells of a provider that cannot be asked, changes nothing, and goes on with the next', async () => {
    const before = await modelOf('gpt-5.1');
    s.sandbox.inject({ kind: 'server_error', provider: 'openai', endpoint: 'models' });
    t.clock.advance(60_000);
    const { providers } = await refreshSuccession(t.ctx);
    expect(providers).toMatchObject([
      { provider: 'openai', ok: false, error: expect.stringContaining('server had an error') },
      { provider: 'runware', ok: true, modelsSeen: 2 },
    ]);
    expect(await modelOf('gpt-5.1')).toEqual(before);
    expect((await modelOf('google:4@2')).lastSeenAt).toEqual(t.clock.now());
  });
});

import { and, desc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { aiModels, auditEvents, providers, siteSettings } from '#db/schema/index.ts';
import { seed } from '#db/seed/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { inTransaction } from '../context.ts';
import {
  activateModel,
  bulkModels,
  CreateModel,
  cancelPrice,
  createModel,
  createPrice,
  deactivateModel,
  deleteModel,
  findReferences,
  getModel,
  getTier,
  listModels,
  listPrices,
  retireModel,
  setDefaultModel,
  tierChoices,
  updateModel,
  updateTier,
} from './index.ts';

describe('administration of models', () => {
  const t = useDatabase();
  const named = async (name: string) =>
    (await t.ctx.db.select().from(aiModels).where(eq(aiModels.modelName, name)))[0]!;
  const versionOf = async (name: string) => (await named(name)).version;
  const lastAudit = async () =>
    (await t.owner.db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1))[0]!;
  const openai = async () =>
    (await t.ctx.db.select().from(providers).where(eq(providers.slug, 'openai')))[0]!;
  let count = 0;
  const newModel = async (over: Partial<CreateModel> = {}) =>
    createModel(
      t.ctx,
      CreateModel.parse({
        modelName: `new-${++count}`,
        displayName: `New ${count}`,
        modelType: 'text',
        providerId: (await openai()).id,
        ...over,
      }),
    );

  beforeEach(async () => {
    await seed(t.ctx, { demo: true, sandboxUrl: 'http://127.0.0.1:4010' });
    t.clock.advance(60_000);
  });

  it('is for administrators alone', async () => {
    const somebody = t.as(person());
    await expect(listModels(somebody, { limit: 10 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(setDefaultModel(somebody, (await named('gpt-4o')).id, 1)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('moves the default in one transaction, keeps the old and the new in the audit log, and back again', async () => {
    const [before, next] = [await named('gpt-5.1'), await named('gpt-4o')];
    await setDefaultModel(t.ctx, next.id, next.version);
    expect([(await named('gpt-5.1')).isDefault, (await named('gpt-4o')).isDefault]).toEqual([false, true]);
    expect(await lastAudit()).toMatchObject({
      action: 'model.default_set',
      objectLabel: 'gpt-4o',
      before: { isDefault: false },
      after: { isDefault: true },
    });
    await setDefaultModel(t.ctx, before.id, await versionOf('gpt-5.1'));
    expect((await named('gpt-5.1')).isDefault).toBe(true);
  });

  it('leaves exactly one default, whoever of many wins', async () => {
    const [a, b] = [await named('gpt-4o'), await named('gpt-4o-mini')];
    await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        setDefaultModel(t.ctx, n % 2 ? a.id : b.id, n % 2 ? a.version : b.version),
      ),
    );
    expect(
      await t.ctx.db
        .select()
        .from(aiModels)
        .where(and(eq(aiModels.modelType, 'text'), eq(aiModels.isDefault, true))),
    ).toHaveLength(1);
    await setDefaultModel(t.ctx, (await named('gpt-5.1')).id, await versionOf('gpt-5.1'));
  });

  it('refuses a stale edit and changes nothing', async () => {
    const row = await named('gpt-4o');
    await updateModel(t.ctx, row.id, row.version, { displayName: 'GPT-4o (2024)' });
    await expect(updateModel(t.ctx, row.id, row.version, { displayName: 'Other' })).rejects.toMatchObject({
      code: 'stale_version',
      extra: { currentVersion: row.version + 1 },
    });
    expect((await named('gpt-4o')).displayName).toBe('GPT-4o (2024)');
  });

  it('says what is missing before a model can be active: its price, its key, its provider', async () => {
    const row = await newModel();
    await expect(activateModel(t.ctx, row.id, row.version)).rejects.toMatchObject({
      code: 'invalid_state',
      message: `${row.displayName} lacks a price in force.`,
      extra: { missing: ['price'] },
    });
    await createPrice(t.ctx, row.id, { tokensPerCredit: 500 });
    const resend = (await t.ctx.db.select().from(providers).where(eq(providers.slug, 'resend')))[0]!;
    await t.ctx.db.update(aiModels).set({ providerId: resend.id }).where(eq(aiModels.id, row.id));
    await expect(activateModel(t.ctx, row.id, row.version)).rejects.toMatchObject({
      extra: { missing: ['key'] },
    });
    await t.ctx.db.update(providers).set({ isActive: false }).where(eq(providers.id, resend.id));
    await expect(activateModel(t.ctx, row.id, row.version)).rejects.toMatchObject({
      extra: { missing: ['provider'] },
    });
    await t.ctx.db
      .update(aiModels)
      .set({ providerId: (await openai()).id })
      .where(eq(aiModels.id, row.id));
    expect(await activateModel(t.ctx, row.id, row.version)).toMatchObject({ status: 'active' });
    await deactivateModel(t.ctx, row.id, (await named(row.modelName)).version);
  });

  it('is made active at once only with what an activation needs', async () => {
    await t.owner.sql`update credentials set status = 'revoked' where provider_id = ${(await openai()).id}`;
    const before = await listModels(t.ctx, { limit: 200 });
    await expect(newModel({ status: 'active', price: { tokensPerCredit: 10 } })).rejects.toMatchObject({
      code: 'invalid_state',
      extra: { missing: ['key'] },
    });
    expect(await listModels(t.ctx, { limit: 200 })).toEqual(before);
    await t.owner.sql`update credentials set status = 'active' where provider_id = ${(await openai()).id}`;
    const made = await newModel({ status: 'active', price: { tokensPerCredit: 10 } });
    expect(made).toMatchObject({ status: 'active' });
    await deactivateModel(t.ctx, made.id, made.version);
  });

  it('never deactivates a default without a replacement, and moves the default with one', async () => {
    const row = await named('gpt-5.1');
    await expect(deactivateModel(t.ctx, row.id, row.version)).rejects.toMatchObject({ code: 'in_use' });
    await deactivateModel(t.ctx, row.id, row.version, { replacementDefaultId: (await named('gpt-4o')).id });
    expect([(await named('gpt-5.1')).status, (await named('gpt-4o')).isDefault]).toEqual(['inactive', true]);
    await activateModel(t.ctx, row.id, await versionOf('gpt-5.1'));
    await setDefaultModel(t.ctx, row.id, await versionOf('gpt-5.1'));
  });

  it('retires a model that sites chose only with what serves them instead', async () => {
    const row = await named('gpt-4o-mini');
    await t.ctx.db.update(aiModels).set({ successorId: null }).where(eq(aiModels.id, row.id));
    await inTransaction(t.ctx, ({ db }) => db.update(siteSettings).set({ textModelId: row.id }));
    await expect(retireModel(t.ctx, row.id, row.version, { replacementId: null })).rejects.toMatchObject({
      code: 'in_use',
      extra: { references: { groups: [{ kind: 'site', count: 2 }] } },
    });
    await expect(
      retireModel(t.ctx, row.id, row.version, { replacementId: (await named('dall-e-3')).id }),
    ).rejects.toMatchObject({ code: 'invalid_field' });
    await retireModel(t.ctx, row.id, row.version, { replacementId: (await named('gpt-4o')).id });
    expect(await getModel(t.ctx, row.id)).toMatchObject({
      status: 'retired',
      servedBy: { modelName: 'gpt-4o' },
      servedReason: expect.stringContaining('is retired') as string,
    });
    await activateModel(t.ctx, row.id, await versionOf('gpt-4o-mini')); // undo
    await inTransaction(t.ctx, ({ db }) => db.update(siteSettings).set({ textModelId: null }));
  });

  it('deletes what nothing refers to, its prices with it, and lists what refers to the rest', async () => {
    const row = await newModel({ price: { tokensPerCredit: 10 } });
    await deleteModel(t.ctx, row.id, row.version);
    expect(await named(row.modelName)).toBeUndefined();
    expect(await lastAudit()).toMatchObject({
      action: 'model.deleted',
      before: { modelName: row.modelName },
    });
    const priced = await newModel({ price: { tokensPerCredit: 10 } });
    const scheduled = await createPrice(t.ctx, priced.id, {
      tokensPerCredit: 20,
      effectiveFrom: new Date(t.clock.now().getTime() + 60_000),
    });
    const refused = () => expect(deleteModel(t.ctx, priced.id, priced.version)).rejects;
    await refused().toMatchObject({
      code: 'in_use',
      extra: { references: { groups: [{ kind: 'price', title: 'Scheduled prices', count: 1 }] } },
    });
    t.clock.advance(60_000);
    await refused().toMatchObject({
      code: 'in_use',
      extra: { references: { groups: [{ kind: 'past_price', title: 'Past prices', count: 1 }] } },
    });
    expect(
      (await listPrices(t.ctx, priced.id)).map((price) => [price.id === scheduled.id, price.state]),
    ).toEqual([
      [true, 'in_force'],
      [false, 'past'],
    ]);
    const luna = await named('gpt-6-luna');
    await expect(deleteModel(t.ctx, luna.id, luna.version)).rejects.toMatchObject({
      code: 'in_use',
      extra: { references: { groups: [{ kind: 'model' }] } },
    });
    expect(await named('gpt-6-luna')).toBeDefined();
  });

  it('changes a price by a new version alone, now or later, and cancels one that has not started', async () => {
    const row = await named('gpt-4o');
    const tomorrow = new Date(t.clock.now().getTime() + 86_400_000);
    await createPrice(t.ctx, row.id, { tokensPerCredit: 800, reason: 'margin' });
    const scheduled = await createPrice(t.ctx, row.id, { tokensPerCredit: 700, effectiveFrom: tomorrow });
    expect((await listPrices(t.ctx, row.id)).map((price) => [price.tokensPerCredit, price.state])).toEqual([
      [700, 'scheduled'],
      [800, 'in_force'],
      [1000, 'past'],
    ]);
    expect(await getModel(t.ctx, row.id)).toMatchObject({
      price: { tokensPerCredit: 800 },
      nextPrice: { id: scheduled.id, label: '1 credit per 700 tokens' },
    });
    await cancelPrice(t.ctx, row.id, scheduled.id);
    await expect(cancelPrice(t.ctx, row.id, scheduled.id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await listPrices(t.ctx, row.id))[0]).toMatchObject({ state: 'cancelled' });
    await expect(cancelPrice(t.ctx, row.id, (await listPrices(t.ctx, row.id))[1]!.id)).rejects.toMatchObject({
      message: expect.stringContaining('has started') as string,
    });
    await expect(
      createPrice(t.ctx, row.id, { tokensPerCredit: 1, effectiveFrom: new Date('2026-01-01') }),
    ).rejects.toMatchObject({
      fields: [{ path: 'effectiveFrom' }],
    });
    await expect(createPrice(t.ctx, row.id, { creditsPerImage: 5 })).rejects.toMatchObject({
      code: 'invalid_field',
    });
    expect(await lastAudit()).toMatchObject({ action: 'price.cancelled' });
  });

  it('gives a tier to another model in one step, default included, and back', async () => {
    const successor = await named('gpt-image-2.6-sunburst');
    const tier = await getTier(t.ctx, 'quality');
    await expect(updateTier(t.ctx, 'quality', tier.version, { modelId: successor.id })).rejects.toMatchObject(
      { extra: { missing: ['price'] } },
    );
    await createPrice(t.ctx, successor.id, { creditsPerImage: 6 });
    const changed = await updateTier(t.ctx, 'quality', tier.version, {
      modelId: successor.id,
      label: 'Fine',
    });
    expect(changed).toMatchObject({
      cardLabel: 'Fine (6 credits/image)',
      model: { modelName: 'gpt-image-2.6-sunburst' },
      available: true,
      reason: null,
    });
    expect([(await named('dall-e-3')).status, (await named('gpt-image-2.6-sunburst')).isDefault]).toEqual([
      'standby',
      true,
    ]);
    await updateTier(t.ctx, 'quality', changed.version, {
      modelId: (await named('dall-e-3')).id,
      label: 'Quality',
    });
    expect((await tierChoices(t.ctx)).map((entry) => entry.cardLabel)).toEqual([
      'Basic (1 credit/image)',
      'Quality (5 credits/image)',
      'Premium (15 credits/image)',
    ]);
  });

  it('leaves no tier without a model: neither by moving the one that serves it, nor by giving it another tier', async () => {
    const basic = await named('runware:97@1');
    await expect(
      updateModel(t.ctx, basic.id, basic.version, { qualityTier: 'premium' }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('serves its tier') as string,
    });
    const tier = await getTier(t.ctx, 'premium');
    await expect(updateTier(t.ctx, 'premium', tier.version, { modelId: basic.id })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('serves another tier') as string,
    });
    expect(await named('runware:97@1')).toEqual(basic);
  });

  it('counts every site that follows a default, and every schedule of such a site, however many', async () => {
    const text = (
      await t.ctx.db
        .select()
        .from(aiModels)
        .where(and(eq(aiModels.isDefault, true), eq(aiModels.modelType, 'text')))
    )[0]!;
    const before = await findReferences(t.ctx, { modelIds: [], tiers: [], defaults: ['text'] });
    await t.owner.sql`
      with account as (select id from accounts limit 1), made as (
        insert into sites (id, account_id, name, domain, created_at, updated_at)
        select gen_random_uuid(), account.id, 'Many ' || n, 'many.example', now(), now() from account, generate_series(1, 30) n returning id, account_id)
      insert into automations (site_id, account_id, schedule_enabled, cron, next_due_at, updated_at)
      select id, account_id, true, '0 6 * * *', now(), now() from made`;
    const after = await findReferences(t.ctx, { modelIds: [text.id], tiers: [], defaults: ['text'] });
    const countOf = (found: typeof after, kind: string) =>
      found.groups.find((group) => group.kind === kind)?.count ?? 0;
    expect(countOf(after, 'default') - countOf(before, 'default')).toBe(30);
    expect(countOf(after, 'automation')).toBe(30);
    expect(after.groups.find((group) => group.kind === 'automation')?.items).toHaveLength(20);
    await t.owner.sql`delete from automations`;
    await t.owner.sql`delete from sites where name like 'Many %'`;
  });

  it('says for each row of a bulk act what came of it', async () => {
    const [fine, priceless] = [await newModel({ price: { tokensPerCredit: 10 } }), await newModel()];
    const { results } = await bulkModels(t.ctx, {
      action: 'activate',
      models: [
        { id: fine.id, version: 1 },
        { id: priceless.id, version: 1 },
        { id: fine.id, version: 9 },
      ],
    });
    expect(results.map((result) => [result.ok, result.code])).toEqual([
      [true, null],
      [false, 'invalid_state'],
      [false, 'stale_version'],
    ]);
  });

  it('lists a page at a time in a stable order, filtered', async () => {
    const all = (await listModels(t.ctx, { limit: 200 })).data.map((model) => model.modelName);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listModels(t.ctx, { limit: 2, cursor });
      paged.push(...page.data.map((model) => model.modelName));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(all);
    expect(
      (
        await listModels(t.ctx, { limit: 50, search: 'dall', modelType: 'image', sort: '-created_at' })
      ).data.map((model) => model.modelName),
    ).toEqual(['dall-e-3']);
    expect((await listModels(t.ctx, { limit: 50, search: '%' })).data).toEqual([]);
  });

  it('finds sites by choice, by tier and by default', async () => {
    const image = await named('dall-e-3');
    await inTransaction(t.ctx, async ({ db }) => {
      const [first] = await db.select().from(siteSettings);
      await db
        .update(siteSettings)
        .set({ imageTier: 'quality' })
        .where(eq(siteSettings.siteId, first!.siteId));
    });
    const found = await findReferences(t.ctx, {
      modelIds: [image.id],
      tiers: ['quality'],
      defaults: ['image'],
    });
    expect(found.groups.map((group) => [group.kind, group.count])).toEqual([
      ['site', 1],
      ['default', 1],
    ]);
  });
});

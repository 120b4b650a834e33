import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accounts, aiModels, auditEvents, providers } from '#db/schema/index.ts';
import { seed } from '#db/seed/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { type Context, inTransaction } from '../context.ts';
import { CreateModel, createModel, listChoices, registrySnapshot } from '../models/index.ts';
import { updateProvider } from '../providers/index.ts';
import {
  CreateSite,
  createSite,
  getSettings,
  getSite,
  listSites,
  UpdateSettings,
  UpdateSite,
  updateSettings,
  updateSite,
} from './index.ts';

describe('sites and their settings', () => {
  const t = useDatabase();
  let owner: Context;
  let editor: Context;
  let viewer: Context;
  let stranger: Context;
  let accountId: string;
  let siteId: string;
  const modelId = async (name: string) =>
    (await t.ctx.db.select().from(aiModels).where(eq(aiModels.modelName, name)))[0]?.id ?? '';
  const change = async (ctx: Context, input: Record<string, unknown>) =>
    updateSettings(ctx, siteId, (await getSettings(t.ctx, siteId)).version, UpdateSettings.parse(input));

  beforeAll(async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:4010' });
    const now = t.clock.now();
    const [mine, other] = await inTransaction(t.ctx, ({ db }) =>
      db
        .insert(accounts)
        .values(['Mine', 'Other'].map((name) => ({ name, createdAt: now, updatedAt: now })))
        .returning(),
    );
    accountId = mine?.id ?? '';
    [owner, editor, viewer] = (['owner', 'editor', 'viewer'] as const).map((role) =>
      t.as(person({ [accountId]: role })),
    ) as [Context, Context, Context];
    stranger = t.as(person({ [other?.id ?? '']: 'owner' }));
  });
  beforeEach(async () => {
    siteId = (await createSite(owner, CreateSite.parse({ name: 'Garden', domain: 'garden.example' }))).id;
  });

  it('are for the people of the account: each role its part, and nothing at all for others', async () => {
    expect((await listSites(viewer, { limit: 200 })).data.map((site) => site.role)).toContain('viewer');
    expect((await listSites(stranger, { limit: 200 })).data).toEqual([]);
    for (const attempt of [
      () => getSite(stranger, siteId),
      () => getSettings(stranger, siteId),
      () => change(stranger, { tone: 'playful' }),
      () => updateSite(stranger, siteId, 1, { name: 'x' }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(viewer, { tone: 'playful' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(updateSite(editor, siteId, 1, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      createSite(editor, CreateSite.parse({ name: 'x', domain: 'x.example', accountId })),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      createSite(owner, CreateSite.parse({ name: 'x', domain: 'x.example', accountId: randomUUID() })),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await change(editor, { tone: 'playful' })).toMatchObject({ tone: 'playful', version: 2 });
  });

  it('tell what serves, at which credits, and why it is not what was asked', async () => {
    const settings = await getSettings(viewer, siteId);
    expect(settings.resolved.text).toMatchObject({
      served: { modelName: 'gpt-5.1' },
      source: 'default',
      label: '1 credit per 1,000 tokens',
      sandbox: true,
      reason: null,
    });
    expect(settings.resolved.image).toMatchObject({
      served: { modelName: 'gpt-image-2.6-sunburst' },
      priced: { modelName: 'dall-e-3' },
      creditsPerImage: 5,
      reason: expect.stringContaining('was shut down on 2026-05-12') as string,
    });
    expect((await change(owner, { imageTier: 'basic' })).resolved.image).toMatchObject({
      served: { modelName: 'runware:97@1' },
      source: 'tier',
      label: '1 credit/image',
    });
  });

  it('take a tier or a model, each in the place of the other, and only what is offered', async () => {
    await change(owner, { imageTier: 'premium' });
    expect(await change(owner, { imageModel: await modelId('runware:97@1') })).toMatchObject({
      imageTier: null,
      resolved: { image: { source: 'model' } },
    });
    expect(await change(owner, { imageTier: 'premium' })).toMatchObject({
      imageModel: null,
      resolved: { image: { served: { modelName: 'google:4@2' } } },
    });
    const standby = await modelId('gpt-6-luna');
    const image = await modelId('dall-e-3');
    for (const [input, path] of [
      [{ imageTier: 'golden' }, 'imageTier'],
      [{ imageTier: 'basic', imageModel: image }, 'imageModel'],
      [{ textModel: image }, 'textModel'],
      [{ textModel: standby }, 'textModel'],
      [{ textModel: randomUUID() }, 'textModel'],
    ] as const)
      await expect(change(owner, input)).rejects.toMatchObject({ code: 'invalid_field', fields: [{ path }] });
  });

  it('take sizes of the chosen model alone, and drop one that the next model lacks', async () => {
    await expect(
      change(owner, { imageTier: 'quality', featuredImageSize: '1792x1024' }),
    ).rejects.toMatchObject({ fields: [{ path: 'featuredImageSize' }] }); // of the model that ended
    await change(owner, { imageTier: 'quality', featuredImageSize: '1536x1024' });
    expect(await change(owner, { imageTier: 'basic' })).toMatchObject({
      featuredImageSize: null,
      resolved: { image: { sizes: { featured: '1024x1024' } } },
    });
  });

  it('refuse a stale edit, and note each change with before and after', async () => {
    await change(owner, { language: 'de' });
    await expect(updateSettings(owner, siteId, 1, { tone: 'playful' })).rejects.toMatchObject({
      code: 'stale_version',
      extra: { currentVersion: 2 },
    });
    const events = await inTransaction(t.ctx, ({ db }) =>
      db.select().from(auditEvents).where(eq(auditEvents.objectId, siteId)),
    );
    expect(events.at(-1)).toMatchObject({
      action: 'site.settings_changed',
      accountId,
      before: { language: 'en' },
      after: { language: 'de' },
    });
  });

  it.each([
    { domain: 'https://garden.example' },
    { domain: 'garden' },
    { timeZone: 'Mars/Olympus' },
    { name: ' ' },
    { accountId: randomUUID() },
  ])('refuse %o', (input) => {
    expect(UpdateSite.safeParse(input).success).toBe(false);
  });

  it('show a model as soon as it is added, and what serves instead, and why, as soon as its provider is off', async () => {
    const provider = (await t.ctx.db.select().from(providers).where(eq(providers.slug, 'runware')))[0];
    if (!provider) throw new Error('not seeded');
    const added = await createModel(
      t.ctx,
      CreateModel.parse({
        modelName: 'text-of-runware',
        displayName: 'Fresh',
        modelType: 'text',
        providerId: provider.id,
        status: 'active',
        price: { tokensPerCredit: 2000 },
      }),
    );
    const offered = async () =>
      listChoices(await registrySnapshot(t.ctx), t.clock.now()).map((choice) => choice.modelName);
    expect(await offered()).toContain('text-of-runware');
    expect((await change(owner, { textModel: added.id })).resolved.text).toMatchObject({
      served: { displayName: 'Fresh' },
      label: '1 credit per 2,000 tokens',
    });
    const off = await updateProvider(t.ctx, provider.id, provider.version, { isActive: false });
    expect(await offered()).toEqual(
      expect.not.arrayContaining(['text-of-runware', 'runware:97@1', 'google:4@2']),
    );
    const { resolved } = await getSettings(owner, siteId);
    expect(resolved.text).toMatchObject({
      served: { modelName: 'gpt-5.1' },
      label: '1 credit per 1,000 tokens',
      reason: 'The provider Runware is switched off; GPT-5.1, the default, serves instead, at its price.',
    });
    await updateProvider(t.ctx, provider.id, off.version, { isActive: true });
    expect((await getSettings(owner, siteId)).resolved.text).toMatchObject({
      served: { displayName: 'Fresh' },
      reason: null,
    });
  });
});

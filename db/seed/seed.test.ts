import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { inTransaction } from '#domain/context.ts';
import { listChoices, registrySnapshot } from '#domain/models/index.ts';
import { useDatabase } from '../../tests/database.ts';
import {
  accounts,
  aiModels,
  credentials,
  loginMethods,
  modelPrices,
  providers,
  qualityTiers,
  users,
} from '../schema/index.ts';
import { seed } from './index.ts';

const TABLES = [accounts, aiModels, credentials, loginMethods, modelPrices, providers, qualityTiers, users];

describe('seed', () => {
  const t = useDatabase();
  const SANDBOX = 'http://127.0.0.1:4010';
  const everything = () =>
    inTransaction(t.ctx, ({ db }) => Promise.all(TABLES.map((table) => db.select().from(table))));

  it('offers the six models with their exact credits, and none of the successors', async () => {
    await seed(t.ctx, { demo: true, sandboxUrl: SANDBOX });
    const choices = listChoices(await registrySnapshot(t.ctx), t.clock.now());
    expect(
      choices.map((c) => [
        c.modelName,
        c.provider,
        c.isDefault,
        c.tokensPerCredit ?? c.creditsPerImage,
        c.qualityTier,
        c.label,
        c.servedBy,
        c.sandbox,
      ]),
    ).toEqual([
      ['gpt-5.1', 'openai', true, 1000, null, 'GPT-5.1 (1 credit per 1,000 tokens)', null, true],
      ['gpt-4o', 'openai', false, 1000, null, 'GPT-4o (1 credit per 1,000 tokens)', null, true],
      ['gpt-4o-mini', 'openai', false, 10_000, null, 'GPT-4o mini (1 credit per 10,000 tokens)', null, true],
      ['runware:97@1', 'runware', false, 1, 'basic', 'Basic (1 credit/image)', null, true],
      ['dall-e-3', 'openai', true, 5, 'quality', 'Quality (5 credits/image)', 'gpt-image-2.6-sunburst', true],
      ['google:4@2', 'runware', false, 15, 'premium', 'Premium (15 credits/image)', null, true],
    ]);
  });

  it('takes costs and context windows from the price catalogue', async () => {
    const [model] = await t.ctx.db.select().from(aiModels).where(eq(aiModels.modelName, 'gpt-5.1'));
    expect(model).toMatchObject({
      inputCostPerMtok: '1.250000',
      outputCostPerMtok: '10.000000',
      contextWindow: 400_000,
    });
  });

  it('changes nothing the second time', async () => {
    const before = await everything();
    t.clock.advance(86_400_000);
    await seed(t.ctx, { demo: true, sandboxUrl: SANDBOX });
    expect(await everything()).toEqual(before);
  });

  it("keeps an administrator's edits, and what an administrator deleted stays deleted", async () => {
    await t.ctx.db
      .update(aiModels)
      .set({ displayName: 'Ours', status: 'inactive' })
      .where(eq(aiModels.modelName, 'gpt-4o'));
    await t.ctx.db.update(qualityTiers).set({ label: 'Simple' }).where(eq(qualityTiers.tier, 'basic'));
    await t.ctx.db.update(providers).set({ isActive: false }).where(eq(providers.slug, 'resend'));
    await seed(t.ctx, { demo: true, sandboxUrl: SANDBOX });
    expect(await t.ctx.db.select().from(aiModels).where(eq(aiModels.modelName, 'gpt-4o'))).toMatchObject([
      { displayName: 'Ours', status: 'inactive' },
    ]);
    expect(await t.ctx.db.select().from(qualityTiers).where(eq(qualityTiers.tier, 'basic'))).toMatchObject([
      { label: 'Simple' },
    ]);
    expect(await t.ctx.db.select().from(providers).where(eq(providers.slug, 'resend'))).toMatchObject([
      { isActive: false },
    ]);
  });

  it('follows the sandbox to another port, and leaves it where there is none', async () => {
    await seed(t.ctx, { demo: true, sandboxUrl: 'http://127.0.0.1:4999' });
    expect(
      listChoices(await registrySnapshot(t.ctx), t.clock.now()).map((choice) => choice.sandbox),
    ).toContain(true);
    await seed(t.ctx, { demo: false, sandboxUrl: null });
    const [openai] = await t.ctx.db.select().from(providers).where(eq(providers.slug, 'openai'));
    expect(openai).toMatchObject({ baseUrl: 'https://api.openai.com/v1', isSandbox: false });
    expect(listChoices(await registrySnapshot(t.ctx), t.clock.now())).toEqual([]);
  });
});

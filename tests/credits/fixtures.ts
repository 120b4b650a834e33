import { uuidv7 } from 'uuidv7';
import { accounts, aiModels, modelPrices, providers, qualityTiers } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../../domain/context.ts';
import { grant, type ReserveInput } from '../../domain/credits/index.ts';

export interface Priced {
  modelId: string;
  priceId: string;
}
export interface Fixtures {
  text: Priced;
  image: Priced;
}

/** One text model at 1,000 tokens a credit and one image model at 5 credits an image, with prices in force since 2020. */
export async function seedModels(ctx: Context): Promise<Fixtures> {
  const since = new Date('2020-01-01T00:00:00Z');
  const stamp = { createdAt: since, updatedAt: since };
  return inTransaction(ctx, async ({ db }) => {
    const providerId = uuidv7();
    await db.insert(providers).values({
      id: providerId,
      slug: `p-${providerId}`,
      name: 'Provider',
      kind: 'ai',
      baseUrl: 'https://example.com',
      liveBaseUrl: 'https://example.com',
      credentialFields: [],
      ...stamp,
    });
    await db
      .insert(qualityTiers)
      .values({ tier: 'standard', label: 'Standard', position: 99, updatedAt: since })
      .onConflictDoNothing();
    const text = { modelId: uuidv7(), priceId: uuidv7() };
    const image = { modelId: uuidv7(), priceId: uuidv7() };
    await db.insert(aiModels).values([
      {
        id: text.modelId,
        modelName: `text-${text.modelId}`,
        displayName: 'Text',
        modelType: 'text',
        providerId,
        ...stamp,
      },
      {
        id: image.modelId,
        modelName: `image-${image.modelId}`,
        displayName: 'Image',
        modelType: 'image',
        qualityTier: 'standard',
        providerId,
        ...stamp,
      },
    ]);
    await db.insert(modelPrices).values([
      {
        id: text.priceId,
        modelId: text.modelId,
        modelType: 'text',
        tokensPerCredit: 1000,
        effectiveFrom: since,
        createdAt: since,
      },
      {
        id: image.priceId,
        modelId: image.modelId,
        modelType: 'image',
        creditsPerImage: 5,
        effectiveFrom: since,
        createdAt: since,
      },
    ]);
    return { text, image };
  });
}

/** A new account, with credits when asked. Returns its id. */
export async function openAccount(ctx: Context, credits = 0, lowBalanceThreshold = 0): Promise<string> {
  const id = uuidv7();
  const now = ctx.clock.now();
  await inTransaction(ctx, ({ db }) =>
    db
      .insert(accounts)
      .values({ id, name: `Account ${id}`, lowBalanceThreshold, createdAt: now, updatedAt: now }),
  );
  if (credits > 0)
    await grant(ctx, { accountId: id, amount: credits, reason: 'Opening', key: `opening:${id}` });
  return id;
}

/** A reservation request with everything filled in but what the test is about. */
export function request(
  ctx: Context,
  model: Priced,
  accountId: string,
  amount: number,
  more: Partial<ReserveInput> = {},
): ReserveInput {
  return {
    accountId,
    key: uuidv7(),
    amount,
    deadline: new Date(ctx.clock.now().getTime() + 600_000),
    priceId: model.priceId,
    modelId: model.modelId,
    servedModelId: model.modelId,
    siteId: null,
    runId: null,
    operation: 'generate_content',
    trigger: 'manual',
    attempt: 1,
    ...more,
  };
}

/** What a provider reports, for a settlement. */
export const used = (tokens: number) => ({
  inputTokens: tokens,
  outputTokens: 0,
  providerCostUsd: '0.001',
  providerRequestId: null,
  durationMs: 5,
  outcome: 'succeeded',
});
export const delivered = (images: number) => ({
  images,
  providerCostUsd: '0.01',
  providerRequestId: null,
  durationMs: 5,
  outcome: 'succeeded',
});

import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { credentials, notices, providers } from '../../db/schema/index.ts';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { inTransaction } from '../../domain/context.ts';
import { forgetRegistry } from '../../domain/models/index.ts';
import { bindingOf, originOf } from '../../domain/providers/binding.ts';
import { listOwnKeys, revokeCredential } from '../../domain/providers/index.ts';
import { fingerprint, seal } from '../../domain/providers/vault.ts';
import { SANDBOX_KEYS } from '../../sandbox/index.ts';
import { addTask, useWorld } from './world.ts';

describe('an account with a key of its own', () => {
  const world = useWorld();

  const bring = (value: string) =>
    inTransaction(world.ctx, async ({ db, keyring, clock }) => {
      const [provider] = await db.select().from(providers).where(eq(providers.slug, 'openai'));
      const row = { id: crypto.randomUUID(), name: 'api_key', accountId: world.accountId, secretVersion: 1 };
      const { sealed, keyId } = seal(keyring, bindingOf(row, provider!), value);
      await db.delete(credentials).where(eq(credentials.accountId, world.accountId));
      await db.insert(credentials).values({
        ...{
          ...row,
          providerId: provider!.id,
          secret: sealed,
          keyId,
          boundOrigin: originOf(provider!.baseUrl),
          fingerprint: fingerprint(keyring, value),
        },
        ...{ createdAt: clock.now(), updatedAt: clock.now() },
      });
      return { providerId: provider!.id, id: row.id };
    });
  const write = async (title: string) => {
    forgetRegistry(); // as the announcement of a changed key does in each process
    return world.runNow({
      operation: 'generate_content',
      input: { taskIds: [await addTask(world, title)], wordCount: 300 },
    });
  };
  const usageOf = async (runId: string) =>
    (
      await inTransaction(world.ctx, ({ db }) =>
        db.select().from(usageLogs).where(eq(usageLogs.runId, runId)),
      )
    )[0];

  it('calls with it at the same credits, and costs the platform nothing', async () => {
    const before = await write('Compost');
    await bring(SANDBOX_KEYS.openai);
    const after = await write('Compost');
    expect(after).toMatchObject({ status: 'succeeded', creditsCharged: before.creditsCharged });
    const [first, second] = [await usageOf(before.id), await usageOf(after.id)];
    expect(Number(first?.providerCostUsd)).toBeGreaterThan(0);
    expect(Number(second?.providerCostUsd)).toBe(0);
    expect(second).toMatchObject({
      inputTokens: first?.inputTokens,
      outputTokens: first?.outputTokens,
      charged: first?.charged,
    });
    const [key] = await listOwnKeys(world.ctx, world.accountId);
    expect(key).toMatchObject({ provider: 'OpenAI', status: 'active', problem: null });
    expect(key?.lastUsedAt).not.toBeNull();
  });

  it('fails with it when the provider refuses it, and says whose it was; revoked, the platform’s serves', async () => {
    const { providerId, id } = await bring('sk-refused-0123456789abcdefghij');
    expect(await write('Refused')).toMatchObject({
      status: 'failed',
      errorCode: 'provider_unauthorized',
      creditsCharged: 0,
    });
    const told = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(notices).where(eq(notices.kind, 'provider.unauthorized')),
    );
    expect(told).toMatchObject([
      { title: 'OpenAI refuses an account’s own key', link: `/admin/accounts/${world.accountId}` },
    ]);
    expect(await listOwnKeys(world.ctx, world.accountId)).toMatchObject([{ status: 'failing' }]);
    const platform = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(credentials).where(eq(credentials.providerId, providerId)),
    );
    expect(platform.find((row) => row.accountId === null)).toMatchObject({ status: 'active' });
    await revokeCredential(world.ctx, providerId, id, 1);
    expect(await write('Served')).toMatchObject({ status: 'succeeded' });
  });
});

import { asc, desc, eq, inArray } from 'drizzle-orm';
import { aiModels, providerTests } from '#db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError } from '../errors.ts';
import { adapterFor, ProviderError, scrub } from './adapters/index.ts';
import type { ListedModel } from './adapters/types.ts';
import type { ProviderRow } from './binding.ts';
import { openCredential, reportCredential } from './open.ts';
import { privateAllowed } from './policy.ts';
import { providerRow } from './queries.ts';
import type { TestConnection, TestOutcome } from './schema.ts';
import { Secret } from './secret.ts';
import { addressFor, checkedKey, fieldOf } from './shape.ts';

const TIMEOUT_MS = 15_000;
const KEPT_TESTS = 10;

interface Target {
  secret: Secret;
  baseUrl: string;
  allowPrivate: boolean;
  credentialId: string | null;
}

/**
 * Calls the provider as a run would, with the stored key or an unsaved one, and says how long it took and which of our models the
 * key can use, or gives the provider's own error. Stores the outcome (the last ten), never the key; a failure changes nothing stored.
 * Throws 422 not_configured where there is no key or nobody wrote an adapter.
 */
export async function testConnection(
  ctx: Context,
  providerId: string,
  input: TestConnection,
): Promise<TestOutcome> {
  requireAdministrator(ctx);
  const { provider, models } = await inTransaction(ctx, async (tx) => ({
    provider: await providerRow(tx, providerId),
    models: await tx.db
      .select({ id: aiModels.id, modelName: aiModels.modelName })
      .from(aiModels)
      .where(eq(aiModels.providerId, providerId))
      .orderBy(asc(aiModels.modelName)),
  }));
  const adapter = adapterFor(provider.slug);
  const target = await targetOf(ctx, provider, input);
  const call = {
    baseUrl: target.baseUrl,
    secret: target.secret.reveal(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    timeoutMs: TIMEOUT_MS,
    options: {},
    allowPrivate: target.allowPrivate,
  };
  const started = performance.now();
  const result = await attempt(
    () =>
      adapter.listModels(
        call,
        models.map((model) => model.modelName),
      ),
    call.secret,
  );
  const latencyMs = Math.round(performance.now() - started);
  await record(ctx, provider, target, result, latencyMs);
  const listed = new Map('models' in result ? result.models.map((model) => [model.modelName, model]) : []);
  return {
    ok: 'models' in result,
    latencyMs,
    testedAt: target.baseUrl,
    error: 'models' in result ? null : { kind: result.kind, message: result.message },
    modelsSeen: 'models' in result ? result.models.length : null,
    models:
      'models' in result
        ? models.map((model) => ({
            ...model,
            found: listed.has(model.modelName),
            shutdownAt: listed.get(model.modelName)?.shutdownAt ?? null,
          }))
        : [],
  };
}

async function targetOf(ctx: Context, provider: ProviderRow, input: TestConnection): Promise<Target> {
  const field = fieldOf(provider, input.name ?? provider.credentialFields[0]?.name ?? '');
  if (field !== provider.credentialFields[0])
    throw new DomainError(
      'invalid_state',
      `${field.label} cannot be tested by a call; ${provider.credentialFields[0]?.label} can.`,
    );
  if (input.value === undefined) {
    const opened = await openCredential(ctx, {
      providerId: provider.id,
      name: field.name,
      ...(input.credentialId ? { credentialId: input.credentialId } : {}),
    });
    return { ...opened };
  }
  const { baseUrl, isSandbox } = addressFor(provider, input.value);
  return {
    secret: new Secret(checkedKey(provider, field, input.value, baseUrl)),
    baseUrl,
    allowPrivate: isSandbox || privateAllowed(),
    credentialId: null,
  };
}

type Result = { models: ListedModel[] } | { kind: string; message: string };

async function attempt(work: () => Promise<ListedModel[]>, secret: string): Promise<Result> {
  try {
    return { models: await work() };
  } catch (error) {
    if (error instanceof ProviderError) return { kind: error.kind, message: scrub(error.message, secret) };
    throw error;
  }
}

async function record(
  ctx: Context,
  provider: ProviderRow,
  target: Target,
  result: Result,
  latencyMs: number,
): Promise<void> {
  const ok = 'models' in result;
  await inTransaction(ctx, async ({ db }) => {
    await db.insert(providerTests).values({
      providerId: provider.id,
      credentialId: target.credentialId,
      ok,
      latencyMs,
      error: ok ? null : result.message,
      modelsSeen: ok ? result.models.length : null,
      at: ctx.clock.now(),
    });
    const old = db
      .select({ id: providerTests.id })
      .from(providerTests)
      .where(eq(providerTests.providerId, provider.id))
      .orderBy(desc(providerTests.at), desc(providerTests.id))
      .offset(KEPT_TESTS);
    await db.delete(providerTests).where(inArray(providerTests.id, old));
  });
  if (target.credentialId)
    await reportCredential(
      ctx,
      target.credentialId,
      ok ? { ok } : { ok, error: result.message, unauthorized: result.kind === 'unauthorized' },
    );
}

import { eq, max } from 'drizzle-orm';
import { aiModels, providers } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asSystem, type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  daysUntil,
  forgetRegistry,
  isResolved,
  type ModelRow,
  type RegistrySnapshot,
  registrySnapshot,
  successors,
} from '../models/index.ts';
import { raiseNotice } from '../notices/index.ts';
import {
  adapterFor,
  type ListedModel,
  openCredential,
  ProviderError,
  reportCredential,
  scrub,
} from '../providers/index.ts';
import { servesThen, sitesConcerned } from './list.ts';

const TIMEOUT_MS = 30_000;
/** Days before a shutdown at which administrators are told. */
const WARN_AT = [7, 30, 90] as const;

export interface RefreshedProvider {
  provider: string;
  ok: boolean;
  error: string | null;
  modelsSeen: number;
  changed: string[];
}
export interface Refreshed {
  providers: RefreshedProvider[];
  warnings: number;
}

/**
 * Asks each provider which of our models it still has and until when, notes it, and warns administrators 90, 30 and 7 days before
 * an end, each once. A provider that cannot be asked is told as such and changes nothing. For the daily job, and for administrators.
 */
export async function refreshSuccession(ctx: Context): Promise<Refreshed> {
  requireAdministrator(ctx);
  const rows = await ctx.db.select().from(providers).where(eq(providers.kind, 'ai')).orderBy(providers.slug);
  const refreshed: RefreshedProvider[] = [];
  for (const provider of rows.filter((row) => row.isActive))
    refreshed.push(await refreshProvider(ctx, provider));
  forgetRegistry();
  return { providers: refreshed, warnings: await warn(ctx) };
}

/** Refreshes when no model has been seen for `everyMs`: the daily job, which each worker may try as often as it likes. */
export async function refreshSuccessionWhenDue(ctx: Context, everyMs: number): Promise<Refreshed | null> {
  const [row] = await ctx.db.select({ last: max(aiModels.lastSeenAt) }).from(aiModels);
  const isDue = !row?.last || ctx.clock.now().getTime() - row.last.getTime() >= everyMs;
  return isDue ? refreshSuccession(ctx) : null;
}

async function refreshProvider(
  ctx: Context,
  provider: { id: string; slug: string },
): Promise<RefreshedProvider> {
  const names = await ctx.db
    .select({ modelName: aiModels.modelName })
    .from(aiModels)
    .where(eq(aiModels.providerId, provider.id));
  const asked = await ask(
    ctx,
    provider,
    names.map(({ modelName }) => modelName),
  );
  if ('error' in asked)
    return { provider: provider.slug, ok: false, error: asked.error, modelsSeen: 0, changed: [] };
  const listed = new Map(asked.models.map((model) => [model.modelName, model]));
  const changed: string[] = [];
  await inTransaction(asSystem(ctx, 'succession'), async (tx) => {
    // As they are now: the provider took its time, in which somebody may have changed them.
    const models = await tx.db
      .select()
      .from(aiModels)
      .where(eq(aiModels.providerId, provider.id))
      .orderBy(aiModels.id)
      .for('update');
    for (const model of models) {
      const found = listed.get(model.modelName);
      if (found ? await noteSeen(tx, model, found) : await noteMissing(tx, model))
        changed.push(model.modelName);
    }
  });
  return { provider: provider.slug, ok: true, error: null, modelsSeen: asked.models.length, changed };
}

async function ask(
  ctx: Context,
  provider: { id: string; slug: string },
  names: string[],
): Promise<{ models: ListedModel[] } | { error: string }> {
  try {
    const { credentialId, secret, baseUrl, allowPrivate } = await openCredential(ctx, {
      providerId: provider.id,
    });
    const call = {
      baseUrl,
      secret: secret.reveal(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      timeoutMs: TIMEOUT_MS,
      options: {},
      allowPrivate,
    };
    try {
      const models = await adapterFor(provider.slug).listModels(call, names);
      await reportCredential(ctx, credentialId, { ok: true });
      return { models };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const message = scrub(error.message, call.secret);
      await reportCredential(ctx, credentialId, {
        ok: false,
        error: message,
        unauthorized: error.kind === 'unauthorized',
      });
      return { error: message };
    }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_configured') return { error: error.message };
    throw error;
  }
}

// A provider that names no end does not take back one that is known: some name none at all.
async function noteSeen(ctx: Context, model: ModelRow, found: ListedModel): Promise<boolean> {
  const now = ctx.clock.now();
  const announced = found.shutdownAt !== null && found.shutdownAt.getTime() !== model.shutdownAt?.getTime();
  if (!announced) {
    await ctx.db.update(aiModels).set({ lastSeenAt: now }).where(eq(aiModels.id, model.id));
    return false;
  }
  const fields = { shutdownAt: found.shutdownAt, deprecatedAt: model.deprecatedAt ?? now };
  await ctx.db
    .update(aiModels)
    .set({ ...fields, lastSeenAt: now, version: model.version + 1, updatedAt: now })
    .where(eq(aiModels.id, model.id));
  await recordAudit(ctx, {
    action: 'model.shutdown_announced',
    object: { type: 'model', id: model.id, label: model.modelName },
    before: { shutdownAt: model.shutdownAt, deprecatedAt: model.deprecatedAt },
    after: fields,
  });
  return true;
}

async function noteMissing(ctx: Context, model: ModelRow): Promise<boolean> {
  const expected = model.shutdownAt !== null && model.shutdownAt <= ctx.clock.now();
  if (!model.lastSeenAt || expected || model.status === 'retired' || model.status === 'inactive')
    return false;
  return raiseNotice(ctx, {
    audience: 'administrator',
    kind: 'model_missing',
    key: `${model.id}:${model.lastSeenAt.toISOString()}`,
    title: `${model.displayName} is no longer in its provider's list`,
    body: `It was last seen on ${day(model.lastSeenAt)}. Calls may fail; look at the provider's announcements and name a successor.`,
    link: `/admin/models/${model.id}`,
  });
}

const day = (time: Date) => time.toISOString().slice(0, 10);

async function warn(ctx: Context): Promise<number> {
  const snapshot = await registrySnapshot(ctx);
  const at = ctx.clock.now();
  return inTransaction(asSystem(ctx, 'succession'), async (tx) => {
    const concerned = await sitesConcerned(tx, snapshot, at);
    let warnings = 0;
    for (const model of snapshot.models.values()) {
      if (!model.shutdownAt || (model.status !== 'active' && model.status !== 'standby')) continue;
      const left = daysUntil(model.shutdownAt, at);
      const threshold = left <= 0 ? 0 : WARN_AT.find((days) => left <= days);
      if (threshold === undefined) continue;
      const sites = concerned.get(model.id)?.length ?? 0;
      const told = await raiseNotice(tx, {
        audience: 'administrator',
        kind: 'model_shutdown',
        key: `${model.id}:${day(model.shutdownAt)}:${threshold}`,
        title:
          threshold === 0
            ? `${model.displayName} was shut down on ${day(model.shutdownAt)}`
            : `${model.displayName} shuts down in ${left} ${left === 1 ? 'day' : 'days'}, on ${day(model.shutdownAt)}`,
        body: `${sites} ${sites === 1 ? 'site uses' : 'sites use'} it. ${whatFollows(snapshot, { ...model, shutdownAt: model.shutdownAt }, at)}`,
        link: '/admin/succession',
      });
      if (told) warnings += 1;
    }
    return warnings;
  });
}

function whatFollows(snapshot: RegistrySnapshot, model: ModelRow & { shutdownAt: Date }, at: Date): string {
  const then = servesThen(snapshot, model, at);
  const lacks = model.successorId ? 'No successor of it can serve' : 'It has no successor';
  if (!isResolved(then)) return `${lacks}, and nothing else can: name one.`;
  const price =
    then.priced.id === model.id ? 'at the same credits, until you change that' : 'at its own price';
  const serves = `${then.served.displayName} serves ${model.shutdownAt <= at ? 'instead' : 'from then on'}, ${price}.`;
  return successors(snapshot, model).includes(then.served)
    ? serves
    : `${lacks}: name one. Otherwise ${serves}`;
}

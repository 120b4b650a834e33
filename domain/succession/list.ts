import { and, eq, gte, sql, sum } from 'drizzle-orm';
import { siteSettings, sites } from '#db/schema/index.ts';
import { usageLogs } from '#db/schema/usage-logs.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import {
  askedModel,
  daysUntil,
  isResolved,
  type ModelRow,
  type RegistrySnapshot,
  registrySnapshot,
  resolve,
  type SuccessionEntry,
  siteChoice,
} from '../models/index.ts';

const DAY_MS = 86_400_000;
const USAGE_DAYS = 30;

/** The models with an end, the next first: successor, what serves then, sites concerned, and what the last 30 days would cost with the successor. */
export async function listSuccession(ctx: Context): Promise<SuccessionEntry[]> {
  requireAdministrator(ctx);
  const snapshot = await registrySnapshot(ctx);
  const at = ctx.clock.now();
  const ending = [...snapshot.models.values()].filter(
    (model): model is ModelRow & { shutdownAt: Date } =>
      model.shutdownAt !== null && model.status !== 'retired',
  );
  ending.sort((a, b) => a.shutdownAt.getTime() - b.shutdownAt.getTime());
  return inTransaction(ctx, async (tx) => {
    const concerned = await sitesConcerned(tx, snapshot, at);
    return Promise.all(
      ending.map(async (model) => ({
        ...describe(snapshot, model, at),
        sites: concerned.get(model.id) ?? [],
        usage: await usageOf(tx, snapshot, model, at),
      })),
    );
  });
}

/** What serves whoever chose a model from its end on. */
export const servesThen = (snapshot: RegistrySnapshot, model: ModelRow & { shutdownAt: Date }, at: Date) =>
  resolve(
    snapshot,
    { modelType: model.modelType, modelId: model.id },
    model.shutdownAt > at ? model.shutdownAt : at,
  );

function describe(
  snapshot: RegistrySnapshot,
  model: ModelRow & { shutdownAt: Date },
  at: Date,
): Omit<SuccessionEntry, 'sites' | 'usage'> {
  const brief = ({ id, modelName, displayName }: ModelRow) => ({ id, modelName, displayName });
  const successor = snapshot.models.get(model.successorId ?? '');
  const then = servesThen(snapshot, model, at);
  const { deprecatedAt, shutdownAt, lastSeenAt, modelType, status, isDefault, qualityTier } = model;
  return {
    ...brief(model),
    ...{ modelType, status, isDefault, qualityTier, deprecatedAt, shutdownAt, lastSeenAt },
    provider: snapshot.providers.get(model.providerId)?.name ?? '',
    daysLeft: daysUntil(shutdownAt, at),
    successor: successor ? brief(successor) : null,
    servedBy: isResolved(then) ? brief(then.served) : null,
  };
}

/** By model: the sites whose settings lead to it now, by choice, tier or default; also where nothing can serve them. */
export async function sitesConcerned(
  ctx: Context,
  snapshot: RegistrySnapshot,
  at: Date,
): Promise<Map<string, { id: string; name: string }[]>> {
  const rows = await ctx.db
    .select({ id: sites.id, name: sites.name, settings: siteSettings })
    .from(sites)
    .leftJoin(siteSettings, eq(siteSettings.siteId, sites.id))
    .orderBy(sites.name);
  const concerned = new Map<string, { id: string; name: string }[]>();
  for (const { id, name, settings } of rows)
    for (const modelType of ['text', 'image'] as const) {
      const choice = siteChoice(settings ?? undefined, modelType);
      const result = resolve(snapshot, choice, at);
      const model = askedModel(snapshot, choice) ?? (isResolved(result) ? result.priced : null);
      if (model) concerned.set(model.id, [...(concerned.get(model.id) ?? []), { id, name }]);
    }
  return concerned;
}

async function usageOf(
  ctx: Context,
  snapshot: RegistrySnapshot,
  model: ModelRow,
  at: Date,
): Promise<SuccessionEntry['usage']> {
  const next = snapshot.models.get(model.successorId ?? '');
  const since = new Date(at.getTime() - USAGE_DAYS * DAY_MS);
  const perMillion = (tokens: typeof usageLogs.inputTokens, usd: string | null) =>
    sql`coalesce(sum(${tokens}), 0) * ${usd}::numeric / 1000000`;
  const successorCost =
    model.modelType === 'text'
      ? sql<
          string | null
        >`round(${perMillion(usageLogs.inputTokens, next?.inputCostPerMtok ?? null)} + ${perMillion(usageLogs.outputTokens, next?.outputCostPerMtok ?? null)}, 4)::text`
      : sql<
          string | null
        >`round(coalesce(sum(${usageLogs.images}), 0) * ${next?.costPerImage ?? null}::numeric, 4)::text`;
  const [used] = await ctx.db
    .select({ costUsd: sum(usageLogs.providerCostUsd), successorCostUsd: successorCost })
    .from(usageLogs)
    .where(and(eq(usageLogs.modelId, model.id), gte(usageLogs.at, since)));
  return used?.costUsd ? { costUsd: used.costUsd, successorCostUsd: used.successorCostUsd } : null;
}

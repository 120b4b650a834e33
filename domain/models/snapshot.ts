import { sql } from 'drizzle-orm';
import { aiModels, modelPrices, providers, qualityTiers } from '#db/schema/index.ts';
import type { Context } from '../context.ts';

export type ModelRow = typeof aiModels.$inferSelect;
export type PriceRow = typeof modelPrices.$inferSelect;
export type TierRow = typeof qualityTiers.$inferSelect;
/** A provider with the one thing about its keys that models depend on: the times until which a usable one is there. */
export type ProviderRow = typeof providers.$inferSelect & { keys: readonly UsableKey[] };
/** `until` is null for a key without an end, a time for one that is being replaced. */
export interface UsableKey {
  name: string;
  until: Date | null;
}

/** Everything that resolution, lists and prices need: small (tens of rows), so it is read whole. */
export interface RegistrySnapshot {
  readonly providers: ReadonlyMap<string, ProviderRow>;
  readonly models: ReadonlyMap<string, ModelRow>;
  readonly tiers: readonly TierRow[];
  /** By model id, every version, cancelled ones too. */
  readonly prices: ReadonlyMap<string, readonly PriceRow[]>;
}

/** Tells whether changes made elsewhere are being heard; only then may the snapshot be kept in memory. */
export type ChangeListener = () => boolean;

interface Cache {
  listening: ChangeListener;
  generation: number;
  snapshot: Promise<RegistrySnapshot> | null;
  readAt: number;
}

/** Even while changes are heard, nothing is older than this: a connection may be dead before anybody notices. Milliseconds. */
const OLDEST_MS = 5000;

// Next.js bundles routes and pages apart from each other; the global keeps them on one snapshot.
const holder = globalThis as typeof globalThis & { igny8Registry?: Cache };

/** Lets this process keep the snapshot in memory while `listening` says yes. Whoever calls it also calls `forgetRegistry` on each change heard. */
export function keepRegistry(listening: ChangeListener): void {
  holder.igny8Registry ??= { listening, generation: 0, snapshot: null, readAt: 0 };
}

/** Drops what is in memory: the registry has changed, or changes may have been missed. */
export function forgetRegistry(): void {
  const cache = holder.igny8Registry;
  if (!cache) return;
  cache.generation += 1;
  cache.snapshot = null;
}

/** The registry as it is now: from memory where the process hears of changes, else read. Inside a transaction it is always read, since the transaction may have changed it. */
export function registrySnapshot(ctx: Context): Promise<RegistrySnapshot> {
  const cache = holder.igny8Registry;
  if (!cache || ctx.transactional || !cache.listening()) return readSnapshot(ctx);
  if (cache.snapshot && performance.now() - cache.readAt < OLDEST_MS) return cache.snapshot;
  const reading = readSnapshot(ctx);
  const { generation } = cache;
  reading.catch(() => {
    if (cache.generation === generation) cache.snapshot = null;
  });
  cache.snapshot = reading;
  cache.readAt = performance.now();
  return reading;
}

async function readSnapshot(ctx: Context): Promise<RegistrySnapshot> {
  const read = async (db: Context['db']): Promise<RegistrySnapshot> => {
    const providerRows = await db.select().from(providers);
    const keys = await db.execute<{
      provider_id: string;
      name: string;
      status: string;
      retires_at: string | null;
      key_id: string;
      bound_origin: string;
    }>(sql`select * from platform_keys()`);
    const models = await db
      .select()
      .from(aiModels)
      .orderBy(aiModels.modelType, aiModels.createdAt, aiModels.id);
    const prices = await db.select().from(modelPrices);
    const tiers = await db.select().from(qualityTiers).orderBy(qualityTiers.position);
    return {
      providers: new Map(providerRows.map((row) => [row.id, { ...row, keys: usable(keys, row, ctx) }])),
      models: new Map(models.map((row) => [row.id, row])),
      tiers,
      prices: Map.groupBy(prices, (price) => price.modelId),
    };
  };
  if (ctx.transactional) return read(ctx.db);
  // One transaction, so that the five reads see one state.
  return ctx.db.transaction((tx) => read(tx as unknown as Context['db']), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

interface KeyRow {
  provider_id: string;
  name: string;
  retires_at: string | null;
  key_id: string;
  bound_origin: string;
}

// A key bound to another address, or sealed with an encryption key that this process lacks, cannot be opened.
const usable = (
  keys: Iterable<KeyRow>,
  provider: { id: string; baseUrl: string },
  ctx: Context,
): UsableKey[] =>
  [...keys]
    .filter(
      (key) =>
        key.provider_id === provider.id &&
        key.bound_origin === new URL(provider.baseUrl).origin &&
        ctx.keyring.keys.has(key.key_id),
    )
    .map((key) => ({ name: key.name, until: key.retires_at === null ? null : new Date(key.retires_at) }));

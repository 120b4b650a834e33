import { max, sql } from 'drizzle-orm';
import { aiModels } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { books } from '../credits/index.ts';
import { isResolved, registrySnapshot, resolve } from '../models/index.ts';
import { listProviders } from '../providers/index.ts';
import { ago, type HealthCheck, part } from './check.ts';

const PROOF_TOO_OLD_MS = 3 * 3_600_000;
const REFRESH_TOO_OLD_MS = 2 * 86_400_000;

const reservationsPart = part(
  'reservations',
  'Reservations',
  'Credits that are set aside for work under way; the worker gives back what is past its deadline.',
  'The sweep does this every 30 seconds. If it stays so, no worker runs, or its log says what fails.',
  '/admin/books',
);
/** Reservations past their deadline. */
export async function reservations(ctx: Context): Promise<HealthCheck> {
  const [row] = await inTransaction(ctx, ({ db }) =>
    db.execute<{ overdue: number }>(
      sql`select count(*)::int as overdue from credit_reservations where state in ('pending', 'unknown') and deadline < ${ctx.clock.now().toISOString()}`,
    ),
  );
  const overdue = row?.overdue ?? 0;
  return reservationsPart(
    overdue > 0
      ? { state: 'warning', detail: `${overdue} are past their deadline and wait for the sweep` }
      : { state: 'ok', detail: 'None is past its deadline' },
  );
}

const booksPart = part(
  'books',
  'Books',
  'Each hour the worker proves that every balance is the sum of its entries.',
  'The Books page names the rows. Nothing is changed by itself: correct what is wrong by a booking with its reason.',
  '/admin/books',
);
/** The last proof of the books, and how old it is. */
export async function proof(ctx: Context): Promise<HealthCheck> {
  const [last] = (await books(ctx)).proofs;
  if (!last) return booksPart({ state: 'warning', detail: 'Not proved yet; the worker does it each hour' });
  const age = ctx.clock.now().getTime() - last.at.getTime();
  if (!last.ok)
    return booksPart({ state: 'failing', detail: `${last.findings.length} rows were at fault ${ago(age)}` });
  const old = age > PROOF_TOO_OLD_MS;
  return booksPart({
    state: old ? 'warning' : 'ok',
    detail: `Balanced ${ago(age)}${old ? '; not proved since' : ''}`,
  });
}

const successionPart = part(
  'succession',
  'Succession',
  'Each day the providers are asked which of our models they still have, and until when.',
  'See below whether each provider has a key that works, then refresh on the Succession page.',
  '/admin/succession',
);
/** When the providers were last asked for their models. */
export async function succession(ctx: Context): Promise<HealthCheck> {
  const [row] = await ctx.db.select({ last: max(aiModels.lastSeenAt) }).from(aiModels);
  if (!row?.last) return successionPart({ state: 'warning', detail: 'No provider has been asked yet' });
  const age = ctx.clock.now().getTime() - row.last.getTime();
  return successionPart({
    state: age > REFRESH_TOO_OLD_MS ? 'warning' : 'ok',
    detail: `Refreshed ${ago(age)}`,
  });
}

/** Whether the default text and image model serve. */
export async function defaults(ctx: Context): Promise<HealthCheck[]> {
  const snapshot = await registrySnapshot(ctx);
  return (['text', 'image'] as const).map((modelType) => {
    const result = resolve(snapshot, { modelType }, ctx.clock.now());
    const check = part(
      `default-${modelType}`,
      `Default ${modelType} model`,
      'It serves every site that has chosen none of its own.',
      'Make a live model the default, or give the present one what it lacks.',
      '/admin/models',
    );
    if (!isResolved(result)) return check({ state: 'failing', detail: result.unresolved });
    return check({
      state: result.reason ? 'warning' : 'ok',
      detail: result.reason ?? `${result.served.displayName} serves`,
    });
  });
}

const WELL = new Set(['ok', 'untested', 'off']);

/** One part a provider: the state of its key. */
export async function providers(ctx: Context): Promise<HealthCheck[]> {
  return (await listProviders(ctx)).map((provider) =>
    part(
      `provider-${provider.slug}`,
      provider.name,
      provider.kind === 'ai'
        ? 'AI work is done there, with the key that is stored here.'
        : 'An outside service that is called with the key that is stored here.',
      'Test the connection on its page; enter or replace the key there.',
      `/admin/providers/${provider.id}`,
    )({
      state: WELL.has(provider.health) ? 'ok' : provider.kind === 'ai' ? 'failing' : 'warning',
      detail:
        provider.healthDetail ??
        (provider.health === 'untested' ? 'A key is stored; it was not tested yet' : 'Its key works'),
    }),
  );
}

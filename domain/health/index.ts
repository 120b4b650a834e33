import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { books } from '../credits/index.ts';
import { isResolved, registrySnapshot, resolve } from '../models/index.ts';
import { listProviders } from '../providers/index.ts';

export const HealthCheck = z.strictObject({
  key: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warning', 'failing']),
  /** What was found, in words and figures. */
  detail: z.string(),
  /** The page where it can be mended. */
  link: z.string().nullable(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** A run that nobody has taken up for so long means that no worker is there. */
const WAITS_TOO_LONG_MS = 60_000;
const PROOF_TOO_OLD_MS = 3 * 3_600_000;

/** What the platform needs to do its work, each part checked now. Administrators and the system. */
export async function checkHealth(ctx: Context): Promise<HealthCheck[]> {
  requireAdministrator(ctx);
  const parts = await Promise.all([database(ctx), work(ctx), money(ctx), defaults(ctx), providers(ctx)]);
  return parts.flat();
}

async function database(ctx: Context): Promise<HealthCheck> {
  const started = performance.now();
  const [row] = await ctx.db.execute<{ version: string; bytes: string }>(
    sql`select split_part(current_setting('server_version'), ' ', 1) as version, pg_size_pretty(pg_database_size(current_database())) as bytes`,
  );
  const ms = Math.round(performance.now() - started);
  const detail = `PostgreSQL ${row?.version}, ${row?.bytes}, answers in ${ms} ms`;
  return { key: 'database', title: 'Database', state: ms > 250 ? 'warning' : 'ok', detail, link: null };
}

async function work(ctx: Context): Promise<HealthCheck[]> {
  const now = ctx.clock.now();
  const [row] = await inTransaction(ctx, ({ db }) =>
    db.execute<{ running: number; queued: number; waiting: number; oldest: string | null; overdue: number }>(sql`select
      (select count(*)::int from runs where status = 'running') as running,
      (select count(*)::int from runs where status = 'queued') as queued,
      (select count(*)::int from runs where status = 'waiting') as waiting,
      (select min(created_at) from runs where status = 'queued') as oldest,
      (select count(*)::int from credit_reservations where state in ('pending', 'unknown') and deadline < ${now.toISOString()}) as overdue`),
  );
  const oldest = row?.oldest ? now.getTime() - new Date(row.oldest).getTime() : 0;
  const stuck = oldest > WAITS_TOO_LONG_MS && row?.running === 0;
  const overdue = row?.overdue ?? 0;
  return [
    {
      key: 'work',
      title: 'Runs',
      state: stuck ? 'failing' : 'ok',
      detail: stuck
        ? `${row?.queued} runs are queued and none is taken up: is a worker there?`
        : `${row?.running ?? 0} running, ${row?.queued ?? 0} queued, ${row?.waiting ?? 0} waiting for somebody`,
      link: '/admin/runs',
    },
    {
      key: 'reservations',
      title: 'Reservations',
      state: overdue > 0 ? 'warning' : 'ok',
      detail: overdue > 0 ? `${overdue} are past their deadline and wait for the sweep` : 'None is past its deadline',
      link: '/admin/books',
    },
  ];
}

async function money(ctx: Context): Promise<HealthCheck> {
  const [proof] = (await books(ctx)).proofs;
  const check = { key: 'books', title: 'Books', link: '/admin/books' };
  if (!proof) return { ...check, state: 'warning', detail: 'Not proved yet; the worker does it each hour' };
  const at = `${proof.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (!proof.ok) return { ...check, state: 'failing', detail: `${proof.findings.length} rows were at fault at ${at}` };
  const old = ctx.clock.now().getTime() - proof.at.getTime() > PROOF_TOO_OLD_MS;
  return { ...check, state: old ? 'warning' : 'ok', detail: `Balanced at ${at}${old ? '; not proved since' : ''}` };
}

async function defaults(ctx: Context): Promise<HealthCheck[]> {
  const snapshot = await registrySnapshot(ctx);
  return (['text', 'image'] as const).map((modelType) => {
    const result = resolve(snapshot, { modelType }, ctx.clock.now());
    const check = { key: `default-${modelType}`, title: `Default ${modelType} model`, link: '/admin/models' };
    if (!isResolved(result)) return { ...check, state: 'failing' as const, detail: result.unresolved };
    return { ...check, state: result.reason ? ('warning' as const) : ('ok' as const), detail: result.reason ?? `${result.served.displayName} serves` };
  });
}

const PROVIDER_STATE: Record<string, HealthCheck['state']> = { ok: 'ok', untested: 'ok', off: 'ok' };

async function providers(ctx: Context): Promise<HealthCheck[]> {
  return (await listProviders(ctx)).map((provider) => ({
    key: `provider-${provider.slug}`,
    title: provider.name,
    state: PROVIDER_STATE[provider.health] ?? (provider.kind === 'ai' ? 'failing' : 'warning'),
    detail: provider.healthDetail ?? (provider.health === 'untested' ? 'A key is stored; it was not tested yet' : 'Its key works'),
    link: `/admin/providers/${provider.id}`,
  }));
}

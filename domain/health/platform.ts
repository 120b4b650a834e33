import { count, desc, ne, sql } from 'drizzle-orm';
import { credentials, workers } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { checkKeyring } from '../providers/index.ts';
import { ago, type HealthCheck, part } from './check.ts';

/** What only the process that answers can know of itself. */
export interface ProcessFacts {
  /** Whether it hears what other processes announce. */
  listening: boolean;
  /** What `npm start` of this release would still do to the database. */
  pendingMigrations: readonly string[];
}

const SLOW_MS = 250;
/** A run that nobody has taken up for so long means that no worker is there. */
const WAITS_TOO_LONG_MS = 60_000;
const WORKER_SILENT_MS = 60_000;

const databasePart = part(
  'database',
  'Database',
  'Everything is kept there.',
  'Look at its load and at the way to it: each page and each call waits for it.',
);
/** Whether PostgreSQL answers, and how fast. */
export async function database(ctx: Context): Promise<HealthCheck> {
  const started = performance.now();
  const [row] = await ctx.db.execute<{ version: string; bytes: string }>(
    sql`select split_part(current_setting('server_version'), ' ', 1) as version, pg_size_pretty(pg_database_size(current_database())) as bytes`,
  );
  const ms = Math.round(performance.now() - started);
  return databasePart({
    state: ms > SLOW_MS ? 'warning' : 'ok',
    detail: `PostgreSQL ${row?.version}, ${row?.bytes}, answers in ${ms} ms`,
  });
}

const migrationsPart = part(
  'migrations',
  'Migrations',
  'The shape of the database must be the one that this release was written for.',
  'Restart with this release: npm start applies what is missing. During a change of releases this passes by itself.',
);
/** What this release would still do to the database. */
export const migrations = ({ pendingMigrations: pending }: ProcessFacts): HealthCheck =>
  migrationsPart(
    pending.length === 0
      ? { state: 'ok', detail: 'All applied' }
      : {
          state: pending.some((name) => name.startsWith('migration')) ? 'failing' : 'warning',
          detail: `${pending.length} not as in this release: ${pending.join(', ')}`,
        },
  );

const listenerPart = part(
  'listener',
  'Announcements',
  'An edit in one process is heard by every other within a second, so that lists can be answered from memory.',
  'The database drops this connection, or something between does (a pooler in transaction mode cannot listen). Until it is back every list is read from the database: right, but slower.',
);
/** Whether the process that answers hears the others. */
export const listener = ({ listening }: ProcessFacts): HealthCheck =>
  listenerPart(
    listening
      ? { state: 'ok', detail: 'This web process hears them' }
      : { state: 'failing', detail: 'This web process does not hear them' },
  );

const keyringPart = part(
  'keyring',
  'Encryption keys',
  'ENCRYPTION_KEY opens the stored provider keys. Without the right ring a process refuses to serve.',
  'Bring the missing key back into ENCRYPTION_KEY and restart; a key that is lost for good is given up with "igny8 keys abandon".',
  '/admin/providers',
);
/** Whether ENCRYPTION_KEY opens what is stored, and how far a rotation is. */
export async function keyring(ctx: Context): Promise<HealthCheck> {
  try {
    await checkKeyring(ctx);
  } catch (error) {
    if (error instanceof DomainError) return keyringPart({ state: 'failing', detail: error.message });
    throw error;
  }
  const rows = await inTransaction(ctx, ({ db }) =>
    db
      .select({ id: credentials.keyId, secrets: count() })
      .from(credentials)
      .where(ne(credentials.secret, '-'))
      .groupBy(credentials.keyId),
  );
  const secrets = new Map(rows.map((row) => [row.id, row.secrets]));
  const old = [...ctx.keyring.keys.keys()].filter((id) => id !== ctx.keyring.activeId);
  const unmoved = old.filter((id) => secrets.has(id));
  const words = [...ctx.keyring.keys.keys()].map((id) => `"${id}" seals ${secrets.get(id) ?? 0}`);
  const rest =
    old.length === 0
      ? ''
      : unmoved.length > 0
        ? '; the rotation is not finished'
        : `; ${old.map((id) => `"${id}"`).join(', ')} may leave the ring`;
  return keyringPart({ state: 'ok', detail: `The right ones: ${words.join(', ')}${rest}` });
}

const workersPart = part(
  'workers',
  'Workers',
  'They do the AI work, automations, sweeps and proofs.',
  'Start one: npm start brings one along, "igny8 worker" starts more. A worker that is silent was killed or cannot reach the database; another takes its runs over within a minute.',
);
/** The workers that have said that they are there. */
export async function working(ctx: Context): Promise<HealthCheck> {
  const now = ctx.clock.now().getTime();
  const rows = await inTransaction(ctx, ({ db }) => db.select().from(workers).orderBy(desc(workers.seenAt)));
  const alive = rows.filter((row) => now - row.seenAt.getTime() <= WORKER_SILENT_MS);
  const words = rows
    .slice(0, 8)
    .map(
      (row) =>
        `${row.name}, version ${row.version}, ${row.runsAtOnce} runs at once, seen ${ago(now - row.seenAt.getTime())}`,
    );
  if (rows.length === 0) return workersPart({ state: 'failing', detail: 'None has said that it is there' });
  return workersPart({
    state: alive.length === 0 ? 'failing' : alive.length < rows.length ? 'warning' : 'ok',
    detail: words.join('; '),
  });
}

const queuePart = part(
  'queue',
  'Queue',
  'Runs that wait for a worker.',
  'None is taken up although some wait: see whether a worker is there, and what its log says.',
  '/admin/runs',
);
/** Runs that wait for a worker, and for how long. */
export async function queue(ctx: Context): Promise<HealthCheck> {
  const now = ctx.clock.now();
  const [row] = await inTransaction(ctx, ({ db }) =>
    db.execute<{ running: number; queued: number; waiting: number; oldest: string | null }>(sql`select
      count(*) filter (where status = 'running')::int as running, count(*) filter (where status = 'queued')::int as queued,
      count(*) filter (where status = 'waiting')::int as waiting, min(created_at) filter (where status = 'queued') as oldest
      from runs where status in ('running', 'queued', 'waiting')`),
  );
  const { running = 0, queued = 0, waiting = 0, oldest = null } = row ?? {};
  const age = oldest ? now.getTime() - new Date(oldest).getTime() : 0;
  const detail = `${queued} queued${oldest ? ` (the oldest ${ago(age)})` : ''}, ${running} running, ${waiting} waiting for somebody`;
  return queuePart({ state: age > WAITS_TOO_LONG_MS && running === 0 ? 'failing' : 'ok', detail });
}

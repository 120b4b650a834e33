import type { Sql } from './client.ts';
import { connect } from './client.ts';
import { pendingSteps } from './history.ts';
import { migrateQueue } from './queue.ts';

const LOCK = 7_164_982; // any number that is ours: two starting replicas wait for each other on it

/**
 * Brings the database to the present shape: the generated migrations of db/migrations, each once, then the
 * repeatable files of db/sql (roles, functions, triggers, policies), each again when its text has changed.
 * One transaction under an advisory lock. Throws what PostgreSQL says; nothing is half applied. The job queue's tables follow.
 */
export async function migrate(url: string): Promise<void> {
  const { sql, close } = connect(url, { max: 1, asOwner: true, name: 'igny8-migrate' });
  try {
    await refuseOld(sql);
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      await tx`create table if not exists schema_history (name text primary key, hash text not null, applied_at timestamptz not null default now())`;
      await apply(tx);
    });
  } finally {
    await close();
  }
  await migrateQueue(url);
}

const OLDEST = 15;

async function refuseOld(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: number; version: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
  if (row && row.number < OLDEST * 10_000)
    throw new Error(`DATABASE_URL names a PostgreSQL ${row.version}; ${OLDEST} or newer is needed.`);
}

type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

async function apply(tx: Tx): Promise<void> {
  for (const step of await pendingSteps(tx)) {
    for (const statement of step.statements) await tx.unsafe(statement);
    await tx`insert into schema_history (name, hash) values (${step.name}, ${step.hash}) on conflict (name) do update set hash = excluded.hash, applied_at = now()`;
  }
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Sql } from './client.ts';
import { connect } from './client.ts';
import { migrateQueue } from './queue.ts';

const HERE = join(process.cwd(), 'db');
const LOCK = 7_164_982; // any number that is ours: two starting replicas wait for each other on it

/**
 * Brings the database to the present shape: the generated migrations of db/migrations, each once, then the
 * repeatable files of db/sql (roles, functions, triggers, policies), each again when its text has changed.
 * One transaction under an advisory lock. Throws what PostgreSQL says; nothing is half applied. The job queue's tables follow.
 */
export async function migrate(url: string): Promise<void> {
  const { sql, close } = connect(url, { max: 1, asOwner: true, name: 'igny8-migrate' });
  try {
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      await tx`create table if not exists schema_history (name text primary key, hash text not null, applied_at timestamptz not null default now())`;
      await applyOnce(tx);
      await applyWhenChanged(tx);
    });
  } finally {
    await close();
  }
  await migrateQueue(url);
}

type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

async function applyOnce(tx: Tx): Promise<void> {
  const done = new Set((await tx`select hash from schema_history where name like 'migration %'`).map((row) => row['hash']));
  for (const migration of readMigrationFiles({ migrationsFolder: join(HERE, 'migrations') })) {
    if (done.has(migration.hash)) continue;
    for (const statement of migration.sql) await tx.unsafe(statement);
    await tx`insert into schema_history (name, hash) values (${`migration ${migration.folderMillis}`}, ${migration.hash})`;
  }
}

async function applyWhenChanged(tx: Tx): Promise<void> {
  const known = new Map((await tx`select name, hash from schema_history`).map((row) => [row['name'], row['hash']]));
  for (const file of (await readdir(join(HERE, 'sql'))).filter((name) => name.endsWith('.sql')).sort()) {
    const text = await readFile(join(HERE, 'sql', file), 'utf8');
    const hash = createHash('sha256').update(text).digest('hex');
    if (known.get(file) === hash) continue;
    await tx.unsafe(text);
    await tx`insert into schema_history (name, hash) values (${file}, ${hash}) on conflict (name) do update set hash = excluded.hash, applied_at = now()`;
  }
}

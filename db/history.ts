import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Sql } from './client.ts';

const HERE = join(process.cwd(), 'db');
/** Where repeatable files lie; their names are one sequence. */
const SQL_FOLDERS = [
  join(HERE, 'sql'),
  join(process.cwd(), 'migration', 'sql'), // goes with the migration
];

interface Step {
  name: string;
  hash: string;
  statements: string[];
}

/**
 * What this release's files have and the database has not: generated migrations of db/migrations, each done once, then the
 * repeatable files of db/sql and migration/sql (roles, functions, triggers, policies) whose text has changed. In the order in which to do them.
 */
export async function pendingSteps(sql: Pick<Sql, 'unsafe'>): Promise<Step[]> {
  const rows = await sql.unsafe<{ name: string; hash: string }[]>('select name, hash from schema_history');
  const known = new Map(rows.map(({ name, hash }) => [name, hash]));
  return [...migrations(), ...(await repeatable())].filter(({ name, hash }) => known.get(name) !== hash);
}

/** Names of all that `npm start` of this release would still do to the database. */
export const pendingMigrations = async (sql: Pick<Sql, 'unsafe'>): Promise<string[]> =>
  (await pendingSteps(sql)).map(({ name }) => name);

/**
 * Names of the generated migrations that the database lacks: without them this release cannot work. Repeatable files do not count,
 * since an older release runs beside a newer one while replicas are replaced one by one.
 */
export async function missingMigrations(sql: Pick<Sql, 'unsafe'>): Promise<string[]> {
  const rows = await sql.unsafe<{ name: string }[]>('select name from schema_history');
  const known = new Set(rows.map(({ name }) => name));
  return migrations().flatMap(({ name }) => (known.has(name) ? [] : [name]));
}

const migrations = (): Step[] =>
  readMigrationFiles({ migrationsFolder: join(HERE, 'migrations') }).map(({ folderMillis, hash, sql }) => ({
    name: `migration ${folderMillis}`,
    hash,
    statements: sql,
  }));

async function repeatable(): Promise<Step[]> {
  const found = await Promise.all(
    SQL_FOLDERS.map(async (folder) => (await readdir(folder)).map((name) => ({ folder, name }))),
  );
  const files = found.flat().filter(({ name }) => name.endsWith('.sql'));
  return Promise.all(
    files
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async ({ folder, name }) => {
        const text = await readFile(join(folder, name), 'utf8');
        return { name, hash: createHash('sha256').update(text).digest('hex'), statements: [text] };
      }),
  );
}

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import postgres from 'postgres';
import { inject } from 'vitest';

export const FIXTURES = join(import.meta.dirname, '..', 'fixtures');
export const DUMP = join(FIXTURES, 'igny8-dumpdata.json.gz');
export const CONSTANTS = join(FIXTURES, 'constants.json');

/** A pg_dump as PostgreSQL's own client would run it: statements one by one, COPY blocks streamed. */
async function runDump(sql: postgres.Sql, text: string): Promise<void> {
  const lines = text.split('\n');
  let statement = '';
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (statement === '' && (line.startsWith('--') || line.startsWith('\\') || line === '')) continue;
    statement += `${line}\n`;
    if (!line.endsWith(';')) continue;
    if (/^COPY .* FROM stdin;\n$/s.test(statement)) {
      const end = lines.indexOf('\\.', at);
      await pipeline(
        Readable.from(lines.slice(at + 1, end).map((row) => `${row}\n`)),
        await sql.unsafe(statement).writable(),
      );
      at = end;
    } else await sql.unsafe(statement);
    statement = '';
  }
}

export interface OldDatabase {
  url: string;
  sql: postgres.Sql;
  drop(): Promise<void>;
}

/** The old installation in a database of its own, as its dump says. */
export async function loadOldDatabase(): Promise<OldDatabase> {
  const template = inject('databaseUrl');
  const name = `legacy_${randomBytes(6).toString('hex')}`;
  const admin = postgres(template.replace(/\/igny8$/, '/postgres'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = template.replace(/\/igny8$/, `/${name}`);
  const loader = postgres(url, { max: 1, onnotice: () => {} });
  await runDump(loader, gunzipSync(await readFile(join(FIXTURES, 'igny8-legacy.sql.gz'))).toString('utf8'));
  await loader.end();
  // Named like the tool's own session, so that phase 7 does not take the test for somebody who still reads the source.
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'igny8-migration', search_path: 'public' },
  });
  return {
    url,
    sql,
    drop: async () => {
      await sql.end();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

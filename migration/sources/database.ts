import postgres from 'postgres';
import { DomainError } from '#domain/errors.ts';
import { checkRow, type SourceRow, TABLES, type TableName } from './tables.ts';
import type { Source } from './types.ts';

const BATCH = 2000;
const APPLICATION = 'igny8-migration';

/** A database of the old application. The session refuses every write, whatever is sent; each reading sees one state of it. */
export function databaseSource(url: string): Source {
  const sql = postgres(url, {
    max: 2,
    onnotice: () => {},
    connect_timeout: 15,
    connection: {
      application_name: APPLICATION,
      default_transaction_read_only: true,
      timezone: 'UTC',
    } as unknown as postgres.ConnectionParameters,
    types: { bigint: { to: 20, from: [20], serialize: String, parse: String } } as never,
  });
  const shown = withoutPassword(url);
  return {
    kind: 'database',
    shown,
    rows: (tables) => readTables(sql, shown, tables),
    others: () => otherTables(sql),
    readers: () => readers(sql),
    close: () => sql.end({ timeout: 5 }),
  };
}

async function* readTables(
  sql: postgres.Sql,
  shown: string,
  tables: readonly TableName[],
): AsyncIterable<SourceRow> {
  const connection = await sql.reserve().catch((error: unknown) => {
    // the driver's own message may show the address as it was typed
    throw new DomainError('unavailable', `${shown} cannot be reached (${codeOf(error)}).`);
  });
  try {
    await connection`begin transaction isolation level repeatable read read only`;
    for (const table of tables) {
      const { sql: name, foreign } = TABLES[table];
      for await (const rows of connection`select * from ${connection(`public.${name}`)} order by id`.cursor(
        BATCH,
      ))
        for (const raw of rows) yield checkRow(table, String(raw['id']), renamed(raw, foreign));
    }
    await connection`commit`;
  } catch (error) {
    if (codeOf(error) === '42P01')
      throw new DomainError('invalid_state', `${shown} lacks a table of an IGNY8 installation.`, {
        cause: error,
      });
    throw error;
  } finally {
    connection.release();
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no answer';

// A foreign key `account` is the column `account_id`; a dump has the field's own name.
function renamed(raw: Record<string, unknown>, foreign: readonly string[]): Record<string, unknown> {
  const row = { ...raw };
  for (const name of foreign) row[name] = raw[`${name}_id`];
  return row;
}

async function otherTables(sql: postgres.Sql): Promise<{ what: string; count: number }[]> {
  const known = Object.values(TABLES).map((table) => table.sql as string);
  const rows = await sql`select relname as what, greatest(reltuples, 0)::int as count from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> all (${known}) order by relname`;
  return rows.map((row) => ({ what: String(row['what']), count: Number(row['count']) }));
}

async function readers(sql: postgres.Sql): Promise<string[]> {
  const rows =
    await sql`select coalesce(nullif(application_name, ''), 'a program without a name') || ' (' || coalesce(host(client_addr), 'local') || ')' as who
    from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and application_name <> ${APPLICATION} order by 1`;
  return rows.map((row) => String(row['who']));
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

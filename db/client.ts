import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Database = PostgresJsDatabase;
export type Sql = postgres.Sql;

/** Role without ownership and without BYPASSRLS under which the application reads and writes (created by db/sql/010-roles.sql). */
export const APPLICATION_ROLE = 'igny8_app';

export interface Connection {
  db: Database;
  /** postgres.js itself: for LISTEN, COPY, cursors and the one-statement ledger calls. */
  sql: Sql;
  close(): Promise<void>;
}

/**
 * Opens a pool. `asOwner` is for migrations and seeds alone; everything else runs under the application role,
 * for which row-level security is forced.
 */
export function connect(
  url: string,
  options: { max?: number; asOwner?: boolean; name?: string } = {},
): Connection {
  const sql = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    connection: {
      application_name: options.name ?? 'igny8',
      timezone: 'UTC',
      ...(options.asOwner ? {} : { role: APPLICATION_ROLE }),
    } as unknown as postgres.ConnectionParameters,
  });
  // Without the schema: the relational queries that need it are not used here, and would be built anew for each transaction.
  return { db: drizzle(sql), sql, close: () => sql.end({ timeout: 5 }) };
}

import { is } from 'drizzle-orm';
import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Database, Sql } from './client.ts';

type Parameter = string | number | boolean | Date | null | undefined;

/**
 * Calls a SQL function as a prepared statement: one round trip, in the transaction when `db` is one. Rows come back as the
 * driver gives them: bigint and numeric as strings.
 */
export async function callFunction<Row>(
  db: Database,
  name: string,
  parameters: readonly Parameter[],
): Promise<Row[]> {
  return prepared(db, name, parameters) as unknown as Promise<Row[]>;
}

/** The same, sent at once and ahead of all that follows on the connection, which need not wait for it: no round trip of its own. */
export const callAhead = (db: Database, name: string, parameters: readonly Parameter[]): Promise<unknown> =>
  prepared(db, name, parameters).execute();

function prepared(db: Database, name: string, parameters: readonly Parameter[]) {
  const { session } = db._;
  // By its kind, not its class: a bundler may have made the pool with another copy of the library.
  if (!is(session, PostgresJsSession)) throw new Error('functions are called through the postgres.js driver');
  const text = statements.get(name) ?? remember(name, parameters.length);
  const values = parameters.map((value) => (value instanceof Date ? value.toISOString() : (value ?? null)));
  const client: Sql = session.client;
  return client.unsafe<Record<string, unknown>[]>(text, values, { prepare: true });
}

const statements = new Map<string, string>();
function remember(name: string, count: number): string {
  const text = `select * from ${name}(${Array.from({ length: count }, (_, i) => `$${i + 1}`).join(', ')})`;
  statements.set(name, text);
  return text;
}

import { createHash } from 'node:crypto';
import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Sql } from '../../db/client.ts';
import type { Context } from '../context.ts';

type Parameter = string | number | boolean | Date | null | undefined;

/**
 * Calls one of the ledger's SQL functions: a prepared statement, one round trip, in the caller's transaction when there is one.
 * The functions pass row-level security themselves, so no transaction has to be opened for them. Whole numbers come back as numbers.
 */
export async function callLedger<Row>(ctx: Context, name: string, parameters: readonly Parameter[]): Promise<Row> {
  const { session } = ctx.db._;
  if (!(session instanceof PostgresJsSession)) throw new Error('the ledger needs the postgres.js driver');
  const text = statements.get(name) ?? remember(name, parameters.length);
  const values = parameters.map((value) => (value instanceof Date ? value.toISOString() : (value ?? null)));
  const client: Sql = session.client; // the pool, or the transaction that ctx is in
  const [row] = await client.unsafe<Record<string, unknown>[]>(text, values, { prepare: true });
  if (!row) throw new Error(`the ledger did not answer ${name}`);
  for (const field in row) if (WHOLE.has(field)) row[field] = Number(row[field]);
  return row as Row;
}

const WHOLE = new Set(['amount', 'balance_after', 'available', 'credits', 'charged', 'shortfall']);
const statements = new Map<string, string>();
function remember(name: string, count: number): string {
  const text = `select * from ${name}(${Array.from({ length: count }, (_, i) => `$${i + 1}`).join(', ')})`;
  statements.set(name, text);
  return text;
}

/** Fingerprint of a request, to tell a repeat from another request under the same key. */
export const requestHash = (...parts: Parameter[]): string =>
  createHash('sha256').update(JSON.stringify(parts.map((part) => part ?? null))).digest('base64url');

import { createHash } from 'node:crypto';
import { callFunction } from '#db/call.ts';
import type { Context } from '../context.ts';

type Parameter = string | number | boolean | Date | null | undefined;

/**
 * Calls one of the ledger's SQL functions, which answers with one row. The functions pass row-level security themselves, so no
 * transaction has to be opened for them. Whole numbers come back as numbers.
 */
export async function callLedger<Row>(
  ctx: Context,
  name: string,
  parameters: readonly Parameter[],
): Promise<Row> {
  const [row] = await callFunction<Record<string, unknown>>(ctx.db, name, parameters);
  if (!row) throw new Error(`the ledger did not answer ${name}`);
  for (const field in row) if (WHOLE.has(field)) row[field] = Number(row[field]);
  return row as Row;
}

const WHOLE = new Set(['amount', 'balance_after', 'available', 'credits', 'charged', 'shortfall']);

/** Fingerprint of a request, to tell a repeat from another request under the same key. */
export const requestHash = (...parts: Parameter[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('base64url');

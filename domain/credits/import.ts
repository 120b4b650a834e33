import type { Context } from '../context.ts';
import { requireAdministrator } from '../context.ts';
import { callLedger } from './call.ts';

// A door that the migration alone uses; it goes with it (migration/README.md), with `import_usage` in db/sql.

/** A usage row of another installation. `id` must be the same at each import of the same row: that makes a repeat harmless. */
export interface ImportedUsage {
  id: string;
  at: Date | string;
  accountId: string;
  siteId: string | null;
  userId: string | null;
  operation: string;
  modelId: string | null;
  modelType: 'text' | 'image' | null;
  inputTokens: number | null;
  outputTokens: number | null;
  images: number | null;
  /** As the other installation charged them. */
  credits: number;
  providerCostUsd: string | null;
  sourceRef: string;
}

/** Writes usage of another installation into the log and its daily sums, as history: no balance moves. Rows that are there already are passed over. Returns how many were new. A few thousand rows a call. */
export async function importUsage(
  ctx: Context,
  rows: readonly ImportedUsage[],
  source: string,
): Promise<number> {
  requireAdministrator(ctx);
  const json = rows.map((row) => ({
    id: row.id,
    at: row.at,
    account_id: row.accountId,
    site_id: row.siteId,
    user_id: row.userId,
    operation: row.operation,
    model_id: row.modelId,
    model_type: row.modelType,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    images: row.images,
    credits: row.credits,
    provider_cost_usd: row.providerCostUsd,
    source_ref: row.sourceRef,
  }));
  const { import_usage: added } = await callLedger<{ import_usage: string }>(ctx, 'import_usage', [
    JSON.stringify(json),
    source,
  ]);
  return Number(added);
}

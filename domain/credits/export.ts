import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Context } from '../context.ts';
import type { UsageFilter } from './schema.ts';
import { listUsage } from './usage.ts';

/**
 * The usage log as CSV, streamed page by page: memory stays flat whatever its length. Cells that a spreadsheet would take
 * for a formula are escaped. Throws at once for what the caller may not see.
 */
export async function exportUsage(ctx: Context, filter: UsageFilter): Promise<ReadableStream> {
  const first = await listUsage(ctx, { ...filter, limit: PAGE });
  const csv = stringify({
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    cast: { date: (value) => value.toISOString() },
  });
  pipeline(Readable.from(rows(ctx, filter, first)), csv, (error) => error && csv.destroy(error)); // the reader of the stream gets the error
  return Readable.toWeb(csv) as ReadableStream;
}

const PAGE = 200;
type UsagePage = Awaited<ReturnType<typeof listUsage>>;
const COLUMNS = [
  'at',
  'account',
  'site',
  'user',
  'operation',
  'trigger',
  'attempt',
  'model',
  'servedBy',
  'inputTokens',
  'outputTokens',
  'images',
  'credits',
  'charged',
  'shortfall',
  'providerCostUsd',
  'providerRequestId',
  'durationMs',
  'outcome',
  'runId',
  'priceId',
  'id',
] as const;

async function* rows(ctx: Context, filter: UsageFilter, first: UsagePage) {
  let page = first;
  for (;;) {
    yield* page.data;
    if (page.nextCursor === null) return;
    page = await listUsage(ctx, { ...filter, cursor: page.nextCursor, limit: PAGE });
  }
}

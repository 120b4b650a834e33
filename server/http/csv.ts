import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { snakeKeys } from '../../domain/wire.ts';

/** Streams rows as a CSV download, whatever their number. Cells that a spreadsheet would run as a formula are escaped. */
export function csvResponse(name: string, rows: AsyncIterable<object>): Response {
  const csv = Readable.from(cells(rows)).pipe(stringify({ header: true, escape_formulas: true, cast: { date: (value) => value.toISOString() } }));
  return new Response(Readable.toWeb(csv) as ReadableStream, {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}.csv"`, 'Cache-Control': 'no-store, private' },
  });
}

async function* cells(rows: AsyncIterable<object>): AsyncGenerator<object> {
  for await (const row of rows) yield snakeKeys(row) as object;
}

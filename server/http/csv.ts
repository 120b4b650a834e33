import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { snakeKeys } from '../../domain/wire.ts';

/** A CSV file that is streamed while it is made. Not cached, and never shown as a page. */
export const csvResponse = (rows: ReadableStream, name: string): Response =>
  new Response(rows, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store, private',
      'X-Content-Type-Options': 'nosniff',
    },
  });

/** Rows as CSV text, whatever their number. Cells that a spreadsheet would run as a formula are escaped. */
export function csvOf(rows: AsyncIterable<object>): ReadableStream {
  const csv = Readable.from(cells(rows)).pipe(
    stringify({ header: true, escape_formulas: true, cast: { date: (value) => value.toISOString() } }),
  );
  return Readable.toWeb(csv) as ReadableStream;
}

async function* cells(rows: AsyncIterable<object>): AsyncGenerator<object> {
  for await (const row of rows) yield snakeKeys(row) as object;
}

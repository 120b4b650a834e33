/** A CSV file that is streamed while it is made. Not cached, and never shown as a page. */
export const csvResponse = (rows: ReadableStream, name: string): Response =>
  new Response(rows, {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'no-store, private', 'X-Content-Type-Options': 'nosniff' },
  });

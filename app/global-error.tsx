'use client';

/** The last resort, when even the frame of the pages fails: no part of the kit is sure to be there. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <main
          style={{ maxWidth: 480, margin: '20vh auto', padding: 16, fontFamily: 'system-ui, sans-serif' }}
        >
          <h1>Something went wrong on our side</h1>
          <p>Nothing was changed.{error.digest ? ` Tell us ${error.digest}.` : ''}</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}

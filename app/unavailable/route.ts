import { assertServing, NotServing } from '#server/health.ts';

export const dynamic = 'force-dynamic';

/** The one page of a process that does not serve: plain, since nothing else of it may be relied on. */
export const GET = async () => {
  try {
    await assertServing();
  } catch (error) {
    if (!(error instanceof NotServing)) throw error;
    return new Response(page(error.message), {
      status: 503,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Retry-After': '5',
      },
    });
  }
  return new Response(null, { status: 307, headers: { Location: '/', 'Cache-Control': 'no-store' } });
};

const page = (reason: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Not available · IGNY8 Console</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; max-width: 36rem; margin: 20vh auto; padding: 0 1rem">
<h1 style="font-size: 1.5rem">The console cannot serve now</h1>
<p>${escaped(reason)}</p>
<p>Nothing was changed. Whoever runs this server can mend it. <a href="/">Try again</a></p>
</body>
</html>`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

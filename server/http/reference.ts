import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

const SCRIPT = join(
  process.cwd(),
  'node_modules',
  '@scalar',
  'api-reference',
  'dist',
  'browser',
  'standalone.js',
);

// Everything from ourselves: no content network, no proxy, no telemetry, no agent.
const SETTINGS = {
  url: '/api/v1/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: '',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
};

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The browsable reference of the API. */
export const referencePage = (): Response =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API reference · IGNY8 Console</title></head><body><script id="api-reference" type="application/json" data-url="${SETTINGS.url}" data-configuration='${JSON.stringify(SETTINGS)}'></script><script src="/api/v1/reference/standalone.js"></script></body></html>`,
    {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
      },
    },
  );

/** The script of the reference page, served by ourselves. */
export const referenceScript = (): Response =>
  new Response(Readable.toWeb(createReadStream(SCRIPT)) as ReadableStream, {
    headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'private, max-age=86400' },
  });

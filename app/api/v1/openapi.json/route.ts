import { route } from '#server/http/index.ts';
import { openApiDocument } from '#server/http/openapi.ts';

export const GET = route(
  { operation: 'getOpenApi', summary: 'This document', tag: 'Reference', access: 'public' },
  async () => Response.json(await openApiDocument(), { headers: { 'Cache-Control': 'public, max-age=60' } }),
);

import { openapi } from '#contract/reference.ts';
import { openApiDocument } from '#server/http/openapi.ts';
import { serve } from '#server/http/serve.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(openapi, {
  'GET openapi.json': async () =>
    Response.json(await openApiDocument(), { headers: { 'Cache-Control': 'public, max-age=60' } }),
});

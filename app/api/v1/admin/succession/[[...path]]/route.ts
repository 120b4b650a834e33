import { wholeList } from '#contract/area.ts';
import { succession } from '#contract/succession.ts';
import { listSuccession, refreshSuccession } from '#domain/succession/index.ts';
import { serve } from '#server/http/serve.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(succession, {
  'GET admin/succession': async (ctx) => wholeList(await listSuccession(ctx)),
  'POST admin/succession/refresh': (ctx) => refreshSuccession(ctx),
});

import { z } from 'zod';
import { ImportKeywords, ImportReport, importKeywords } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'importKeywords',
    summary: 'Import keywords from CSV, or preview the import',
    tag: 'Planner',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid() }),
    body: ImportKeywords,
    answer: ImportReport,
    bodyLimit: 8_000_000,
  },
  (ctx, { params, body }) => importKeywords(ctx, { siteId: params.siteId, ...body }),
);

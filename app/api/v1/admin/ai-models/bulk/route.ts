import { BulkModels, BulkResult, bulkModels } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'bulkModels',
    summary: 'Activate or deactivate several models; each row tells what came of it',
    tag: 'Models',
    access: 'administrator',
    body: BulkModels,
    answer: BulkResult,
  },
  (ctx, { body }) => bulkModels(ctx, body),
);

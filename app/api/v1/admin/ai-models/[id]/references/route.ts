import { z } from 'zod';
import { modelReferences, References } from '#domain/models/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listModelReferences',
    summary: 'Where a model is used',
    tag: 'Models',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: References,
  },
  (ctx, { params }) => modelReferences(ctx, params.id),
);

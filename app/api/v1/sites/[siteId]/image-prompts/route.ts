import { z } from 'zod';
import {
  createImagePrompt,
  ImagePromptView,
  listImagePrompts,
  NewImagePrompt,
} from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listImagePrompts',
    summary: 'Image prompts of a site, by article and place',
    tag: 'Writer',
    access: 'signed_in',
    params,
    query: listQuery({
      filters: { articleId: z.uuid().optional(), withoutImage: z.stringbool().optional() },
    }),
    answer: listOf(ImagePromptView),
  },
  (ctx, { params, query }) => listImagePrompts(ctx, params.siteId, query),
);

export const POST = route(
  {
    operation: 'createImagePrompt',
    summary: 'Add an image prompt by hand',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: NewImagePrompt,
    answer: ImagePromptView,
    status: 201,
    idempotent: true,
  },
  (ctx, { params, body }) => createImagePrompt(ctx, { siteId: params.siteId, ...body }),
);

import { z } from 'zod';
import {
  getImagePrompt,
  ImagePromptView,
  removeVersion,
  UpdateImagePrompt,
  updateImagePrompt,
} from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), promptId: z.uuid() });

export const GET = route(
  {
    operation: 'getImagePrompt',
    summary: 'One image prompt',
    tag: 'Writer',
    access: 'signed_in',
    params,
    answer: ImagePromptView,
  },
  (ctx, { params }) => getImagePrompt(ctx, params.siteId, params.promptId),
);

export const PATCH = route(
  {
    operation: 'updateImagePrompt',
    summary: 'Change an image prompt',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: UpdateImagePrompt,
    answer: ImagePromptView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateImagePrompt(ctx, { siteId: params.siteId, id: params.promptId, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeImagePrompt',
    summary: 'Remove an image prompt',
    tag: 'Writer',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeVersion(ctx, 'image prompt', { siteId: params.siteId, id: params.promptId, expectedVersion });
  },
);

import { z } from 'zod';
import { getImage, ImageView, removeStoredImage, UpdateImage, updateImage } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), id: z.uuid() });

export const GET = route(
  {
    operation: 'getImage',
    summary: 'One image',
    tag: 'Writer',
    access: 'signed_in',
    params,
    answer: ImageView,
  },
  (ctx, { params }) => getImage(ctx, params.siteId, params.id),
);

export const PATCH = route(
  {
    operation: 'updateImage',
    summary: 'Change an image',
    tag: 'Writer',
    access: 'signed_in',
    params,
    body: UpdateImage,
    answer: ImageView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateImage(ctx, { siteId: params.siteId, id: params.id, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeImage',
    summary: 'Remove an image',
    tag: 'Writer',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeStoredImage(ctx, { siteId: params.siteId, id: params.id, expectedVersion });
  },
);

import { z } from 'zod';
import { imageFile } from '#domain/content/index.ts';
import { respondWithImage } from '#domain/media/index.ts';
import { route } from '#server/http/index.ts';
import { media } from '#server/media.ts';

export const GET = route(
  {
    operation: 'getImageFile',
    summary: 'The picture itself',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), id: z.uuid() }),
    produces: 'image/*',
  },
  async (ctx, { params, request }) =>
    respondWithImage(media(), await imageFile(ctx, params.siteId, params.id), request),
);

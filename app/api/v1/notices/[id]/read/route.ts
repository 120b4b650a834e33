import { z } from 'zod';
import { Notice, readNotice } from '#domain/notices/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'readNotice',
    summary: 'Mark a notice as read',
    tag: 'Notices',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    answer: Notice,
  },
  (ctx, { params }) => readNotice(ctx, params.id),
);

import { z } from 'zod';
import { ReceiptAnswer, receipt } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getReceipt',
    summary: 'The receipt of a call, computed again',
    tag: 'Credits',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    answer: ReceiptAnswer,
  },
  (ctx, { params }) => receipt(ctx, params.id),
);

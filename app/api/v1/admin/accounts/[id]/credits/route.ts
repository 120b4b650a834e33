import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { BalanceAnswer, BookCredits, BookingAnswer, balance, bookCredits } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ id: z.uuid() });

export const GET = route(
  {
    operation: 'getAccountCredits',
    summary: 'The credits of an account',
    tag: 'Credits',
    access: 'administrator',
    params,
    answer: BalanceAnswer,
  },
  (ctx, input) => balance(ctx, input.params.id),
);

export const POST = route(
  {
    operation: 'bookCredits',
    summary: 'Grant, adjust or refund, with a reason',
    tag: 'Credits',
    access: 'administrator',
    params,
    body: BookCredits,
    status: 201,
    idempotent: true,
    answer: BookingAnswer,
  },
  (ctx, input) => bookCredits(ctx, input.params.id, input.body, input.idempotencyKey ?? uuidv7()),
);

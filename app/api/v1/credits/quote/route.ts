import { Quote, QuoteRequest, quoteOperation } from '#domain/operations/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'quote',
    summary: 'What an operation will cost',
    tag: 'Credits',
    access: 'signed_in',
    scope: 'read',
    body: QuoteRequest,
    answer: Quote,
  },
  (ctx, { body }) => quoteOperation(ctx, body),
);

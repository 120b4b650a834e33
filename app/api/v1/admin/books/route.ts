import { BooksAnswer, books, ProofAnswer, verifyBooks } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getBooks',
    summary: 'The invariants of the ledger and their last proofs',
    tag: 'Credits',
    access: 'administrator',
    answer: BooksAnswer,
  },
  (ctx) => books(ctx),
);

export const POST = route(
  {
    operation: 'proveBooks',
    summary: 'Check every invariant now',
    tag: 'Credits',
    access: 'administrator',
    status: 201,
    answer: ProofAnswer,
  },
  (ctx) => verifyBooks(ctx),
);

import { CreateToken, createToken, listTokens, NewToken, Token } from '#domain/identity/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listTokens',
    summary: 'Your API tokens; for administrators everybody’s',
    tag: 'API tokens',
    access: 'signed_in',
    query: listQuery(),
    answer: listOf(Token),
  },
  (ctx, { query }) => listTokens(ctx, query),
);

export const POST = route(
  {
    operation: 'createToken',
    summary: 'Make an API token; it is shown in this answer alone',
    tag: 'API tokens',
    access: 'signed_in',
    body: CreateToken,
    answer: NewToken,
    status: 201,
  },
  (ctx, { body }) => createToken(ctx, body),
);

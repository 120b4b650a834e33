import { z } from 'zod';
import { listTokens, Token } from '#domain/identity/index.ts';
import { listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAllTokens',
    summary: 'Everybody’s API tokens; end one with DELETE tokens/{id}',
    tag: 'API tokens',
    access: 'administrator',
    query: listQuery(),
    answer: z.object({ data: z.array(Token), nextCursor: z.string().nullable() }),
  },
  (ctx, { query }) => listTokens(ctx, query),
);

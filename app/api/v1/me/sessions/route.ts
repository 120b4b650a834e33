import { z } from 'zod';
import { listOwnSessions, Session } from '#domain/identity/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listSessions',
    summary: 'Where you are signed in',
    tag: 'Identity',
    access: 'signed_in',
    answer: z.object({ data: z.array(Session), nextCursor: z.null() }),
  },
  async (ctx, { principal }) => ({
    data: await listOwnSessions(ctx, principal?.sessionId ?? null),
    nextCursor: null,
  }),
);

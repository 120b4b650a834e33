import { z } from 'zod';
import { listProviders, Provider } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listProviders',
    summary: 'Providers with their keys (never a value), tests and health',
    tag: 'Providers',
    access: 'administrator',
    query: z.strictObject({ kind: z.enum(['ai', 'email', 'payment']).optional() }),
    answer: z.strictObject({ data: z.array(Provider), nextCursor: z.null() }),
  },
  async (ctx, { query }) => ({ data: await listProviders(ctx, query), nextCursor: null }),
);

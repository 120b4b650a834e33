import { z } from 'zod';
import { checkHealth, HealthCheck } from '#domain/health/index.ts';
import { processFacts } from '#server/health.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'checkHealth',
    summary: 'What the platform needs to do its work, each part checked now',
    tag: 'Health',
    access: 'administrator',
    answer: z.strictObject({ data: z.array(HealthCheck), nextCursor: z.null() }),
  },
  async (ctx) => ({ data: await checkHealth(ctx, await processFacts()), nextCursor: null }),
);

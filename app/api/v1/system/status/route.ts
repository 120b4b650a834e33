import { z } from 'zod';
import { isSandboxed } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getStatus',
    summary: 'Whether a provider is a local double',
    tag: 'Choices',
    access: 'signed_in',
    answer: z.strictObject({ sandbox: z.boolean() }),
  },
  async (ctx) => ({ sandbox: await isSandboxed(ctx) }),
);

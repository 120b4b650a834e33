import { z } from 'zod';
import { listOwnKeys, OwnKeyList } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listAccountKeys',
    summary: 'The keys that an account has of its own, which its runs call providers with',
    tag: 'Accounts',
    access: 'administrator',
    params: z.strictObject({ id: z.uuid() }),
    answer: OwnKeyList,
  },
  async (ctx, { params }) => ({ data: await listOwnKeys(ctx, params.id) }),
);

import { z } from 'zod';
import { listNotices, Notice } from '#domain/notices/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listNotices',
    summary: 'What the caller should know, newest first',
    tag: 'Notices',
    access: 'signed_in',
    query: listQuery({ filters: { unread: z.stringbool().optional() } }),
    answer: listOf(Notice),
  },
  (ctx, { query }) => listNotices(ctx, query),
);

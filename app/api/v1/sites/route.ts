import { z } from 'zod';
import { CreateSite, createSite, listSites, Site } from '#domain/sites/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'listSites',
    summary: 'Sites of the caller’s accounts',
    tag: 'Sites',
    access: 'signed_in',
    query: listQuery({
      sort: ['name'],
      filters: {
        search: z.string().max(100).optional(),
        accountId: z.uuid().optional(),
        isActive: z.stringbool().optional(),
      },
    }),
    answer: listOf(Site),
  },
  (ctx, { query }) => listSites(ctx, query),
);

export const POST = route(
  {
    operation: 'createSite',
    summary: 'Add a site',
    tag: 'Sites',
    access: 'signed_in',
    body: CreateSite,
    answer: Site,
    status: 201,
    idempotent: true,
  },
  (ctx, { body }) => createSite(ctx, body),
);

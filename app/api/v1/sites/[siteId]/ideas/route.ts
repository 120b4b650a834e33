import { z } from 'zod';
import {
  CONTENT_TYPES,
  createIdea,
  IDEA_STATUSES,
  IdeaView,
  listIdeas,
  NewIdea,
} from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listIdeas',
    summary: 'Content ideas of a site',
    tag: 'Planner',
    access: 'signed_in',
    params,
    query: listQuery({
      sort: ['created_at', 'title'],
      filters: {
        q: z.string().max(200).optional(),
        status: z.enum(IDEA_STATUSES).optional(),
        contentType: z.enum(CONTENT_TYPES).optional(),
        clusterId: z.uuid().optional(),
      },
    }),
    answer: listOf(IdeaView),
  },
  (ctx, { params, query }) => listIdeas(ctx, params.siteId, query),
);

export const POST = route(
  {
    operation: 'createIdea',
    summary: 'Make an idea by hand',
    tag: 'Planner',
    access: 'signed_in',
    params,
    body: NewIdea,
    answer: IdeaView,
    status: 201,
    idempotent: true,
  },
  (ctx, { params, body }) => createIdea(ctx, { siteId: params.siteId, ...body }),
);

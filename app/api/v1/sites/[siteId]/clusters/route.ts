import { z } from 'zod';
import { ClusterView, createCluster, INTENTS, listClusters, NewCluster } from '#domain/content/index.ts';
import { listOf, listQuery, route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid() });

export const GET = route(
  {
    operation: 'listClusters',
    summary: 'Clusters of a site',
    tag: 'Planner',
    access: 'signed_in',
    params,
    query: listQuery({
      sort: ['created_at', 'name', 'volume'],
      filters: {
        q: z.string().max(200).optional(),
        intent: z.enum(INTENTS).optional(),
        withoutIdeas: z.stringbool().optional(),
      },
    }),
    answer: listOf(ClusterView),
  },
  (ctx, { params, query }) => listClusters(ctx, params.siteId, query),
);

export const POST = route(
  {
    operation: 'createCluster',
    summary: 'Make a cluster by hand',
    tag: 'Planner',
    access: 'signed_in',
    params,
    body: NewCluster,
    answer: ClusterView,
    status: 201,
    idempotent: true,
  },
  (ctx, { params, body }) => createCluster(ctx, { siteId: params.siteId, ...body }),
);

import { z } from 'zod';
import {
  ClusterView,
  getCluster,
  removeVersion,
  UpdateCluster,
  updateCluster,
} from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), clusterId: z.uuid() });

export const GET = route(
  {
    operation: 'getCluster',
    summary: 'One cluster',
    tag: 'Planner',
    access: 'signed_in',
    params,
    answer: ClusterView,
  },
  (ctx, { params }) => getCluster(ctx, params.siteId, params.clusterId),
);

export const PATCH = route(
  {
    operation: 'updateCluster',
    summary: 'Change a cluster',
    tag: 'Planner',
    access: 'signed_in',
    params,
    body: UpdateCluster,
    answer: ClusterView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateCluster(ctx, { siteId: params.siteId, id: params.clusterId, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeCluster',
    summary: 'Remove a cluster',
    tag: 'Planner',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeVersion(ctx, 'cluster', { siteId: params.siteId, id: params.clusterId, expectedVersion });
  },
);

import { z } from 'zod';
import { getIdea, IdeaView, removeVersion, UpdateIdea, updateIdea } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ siteId: z.uuid(), ideaId: z.uuid() });

export const GET = route(
  {
    operation: 'getIdea',
    summary: 'One idea',
    tag: 'Planner',
    access: 'signed_in',
    params,
    answer: IdeaView,
  },
  (ctx, { params }) => getIdea(ctx, params.siteId, params.ideaId),
);

export const PATCH = route(
  {
    operation: 'updateIdea',
    summary: 'Change an idea',
    tag: 'Planner',
    access: 'signed_in',
    params,
    body: UpdateIdea,
    answer: IdeaView,
    ifMatch: true,
  },
  (ctx, { params, body, expectedVersion }) =>
    updateIdea(ctx, { siteId: params.siteId, id: params.ideaId, expectedVersion, change: body }),
);

export const DELETE = route(
  {
    operation: 'removeIdea',
    summary: 'Remove an idea',
    tag: 'Planner',
    access: 'signed_in',
    params,
    ifMatch: true,
    status: 204,
  },
  async (ctx, { params, expectedVersion }) => {
    await removeVersion(ctx, 'idea', { siteId: params.siteId, id: params.ideaId, expectedVersion });
  },
);

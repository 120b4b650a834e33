import { z } from 'zod';
import { route } from '#server/http/index.ts';
import { runEventStream } from '#server/run-events.ts';

export const GET = route(
  {
    operation: 'watchRun',
    summary:
      'The events of a run as they happen (server-sent events); reconnecting with Last-Event-ID loses none',
    tag: 'Runs',
    access: 'signed_in',
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
    produces: 'text/event-stream',
  },
  (ctx, { params, query, request }) =>
    runEventStream(
      ctx,
      params.id,
      Number(request.headers.get('last-event-id') ?? query.after) || 0,
      request.signal,
    ),
);

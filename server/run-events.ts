import type { Context } from '../domain/context.ts';
import { isEnded, type RunStatus, runEventsAfter } from '../domain/runs/index.ts';
import { onNotify } from './listen.ts';
import { runtime } from './runtime.ts';

/** Reads on even when nothing was heard: a notification can be lost with its connection. */
const READ_EVERY_MS = 5_000;
/** A stream ends now and then, so that whoever watches has to sign in again. */
const LASTS_MS = 15 * 60_000;

/**
 * The events of a run after a number, and those to come, until the run has ended. Each carries its number as id, so a browser
 * that reconnects says where it was and gets the rest. Throws not_found before the stream begins.
 */
export async function runEventStream(
  ctx: Context,
  runId: string,
  after: number,
  signal: AbortSignal,
): Promise<Response> {
  const first = await runEventsAfter(ctx, runId, after);
  const text = new TextEncoder();
  let close = () => {};
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let last = after;
      let ended = false;
      let closed = false;
      const send = (events: typeof first): void => {
        for (const { number, data, at } of events) {
          last = number;
          controller.enqueue(
            text.encode(`id: ${number}\nevent: run\ndata: ${JSON.stringify({ ...data, number, at })}\n\n`),
          );
          ended = isEnded(data['status'] as RunStatus);
        }
      };
      let reading = Promise.resolve();
      const readOn = () => {
        reading = reading.then(readNext).catch((error: unknown) => {
          runtime().log.warn({ run: runId, err: error }, 'an event stream broke off');
          close();
        });
      };
      const readNext = async () => {
        if (closed) return;
        send(await runEventsAfter(ctx, runId, last));
        if (ended) close();
      };
      const forget = onNotify('run_events', (payload) => {
        if (payload === '' || payload.startsWith(runId)) readOn();
      });
      const pulse = setInterval(() => {
        controller.enqueue(text.encode(': still here\n\n'));
        readOn();
      }, READ_EVERY_MS);
      const limit = setTimeout(() => close(), LASTS_MS);
      close = () => {
        if (closed) return;
        closed = true;
        forget();
        clearInterval(pulse);
        clearTimeout(limit);
        if (!cancelled) controller.close();
      };
      signal.addEventListener('abort', close, { once: true });
      controller.enqueue(text.encode('retry: 1000\n\n'));
      send(first);
      if (ended) close();
      else readOn(); // what came between the first read and the subscription
    },
    cancel: () => {
      cancelled = true;
      close();
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}

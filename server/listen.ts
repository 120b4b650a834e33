import { randomUUID } from 'node:crypto';
import { runtime } from './runtime.ts';

type Handler = (payload: string) => void;
interface Channel {
  handlers: Set<Handler>;
  connected: boolean;
}

const channels = new Map<string, Channel>();

/** We hear our own voice each second: a connection that is silently dead, or gone and not yet back, is not one that listens. */
const BEAT = { channel: 'heartbeat', self: randomUUID(), everyMs: 1_000, silentAfterMs: 5_000 };
let heardAt = Number.NEGATIVE_INFINITY;
let beating: NodeJS.Timeout | undefined;

/**
 * Calls `handler` for each NOTIFY on the channel, over the process's one listening connection, and with an empty payload
 * after each (re)connection, when messages may have been missed: whoever caches drops everything then.
 * Returns a function that ends the subscription.
 */
export function onNotify(name: string, handler: Handler): () => void {
  const channel = channels.get(name) ?? open(name);
  channel.handlers.add(handler);
  return () => channel.handlers.delete(handler);
}

/** Whether the channel is being heard: what is cached may be trusted only while it is. */
export const isListening = (name: string): boolean =>
  (channels.get(name)?.connected ?? false) && performance.now() - heardAt < BEAT.silentAfterMs;

function open(name: string): Channel {
  const channel: Channel = { handlers: new Set(), connected: false };
  channels.set(name, channel);
  const tell = (payload: string) => {
    for (const handler of channel.handlers) handler(payload);
  };
  listen(name, tell, () => {
    channel.connected = true;
    tell('');
  }).catch((error: unknown) => {
    runtime().log.error({ channel: name, err: error }, 'cannot listen');
    channels.delete(name);
  });
  beat();
  return channel;
}

const listen = (name: string, tell: Handler, onListening: () => void) =>
  runtime().connection.sql.listen(name, tell, onListening);

function beat(): void {
  if (beating) return;
  const { connection, log } = runtime();
  const heard = (payload: string) => {
    if (payload !== BEAT.self) return;
    if (performance.now() - heardAt >= BEAT.silentAfterMs) forgetAll();
    heardAt = performance.now();
  };
  const send = () => connection.sql.notify(BEAT.channel, BEAT.self).catch(stop);
  const stop = (error: unknown) => {
    log.debug({ err: error }, 'no heartbeat');
    if ((error as { code?: string }).code !== 'CONNECTION_ENDED') return;
    clearInterval(beating);
    beating = undefined;
  };
  beating = setInterval(send, BEAT.everyMs).unref();
  listen(BEAT.channel, heard, send).catch(stop);
}

/** After a silence anything may have been missed. */
function forgetAll(): void {
  for (const { handlers } of channels.values()) for (const handler of handlers) handler('');
}

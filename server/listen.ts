import { runtime } from './runtime.ts';

type Handler = (payload: string) => void;
interface Channel {
  handlers: Set<Handler>;
  connected: boolean;
}

const channels = new Map<string, Channel>();

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
export const isListening = (name: string): boolean => channels.get(name)?.connected ?? false;

function open(name: string): Channel {
  const channel: Channel = { handlers: new Set(), connected: false };
  channels.set(name, channel);
  const { connection, log } = runtime();
  const tell = (payload: string) => {
    for (const handler of channel.handlers) handler(payload);
  };
  connection.sql
    .listen(name, tell, () => {
      channel.connected = true;
      tell('');
    })
    .catch((error: unknown) => {
      log.error({ channel: name, err: error }, 'cannot listen');
      channels.delete(name);
    });
  return channel;
}

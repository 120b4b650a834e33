import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How the address at the other end of the connection reaches a route handler, which sees no socket. Set by us alone. */
const PEER_HEADER = 'x-igny8-peer';

const holder = globalThis as typeof globalThis & { igny8Peers?: true };

/**
 * Notes on each request of this process's HTTP server, before anybody handles it, which address its connection comes from, and
 * takes away what the caller wrote there. Next.js itself gives handlers only X-Forwarded-For, which callers may forge.
 * The channel: https://nodejs.org/api/diagnostics_channel.html#http.
 */
export function notePeers(): void {
  if (holder.igny8Peers) return;
  holder.igny8Peers = true;
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    request.headers[PEER_HEADER] = socket.remoteAddress ?? '';
  });
}

/** The address of the connection, or null where nobody notes it. */
export const peerOf = (headers: Headers): string | null =>
  (holder.igny8Peers && headers.get(PEER_HEADER)) || null;

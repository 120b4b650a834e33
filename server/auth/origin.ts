import ipaddr from 'ipaddr.js';
import { DomainError } from '../../domain/errors.ts';
import { runtime } from '../runtime.ts';
import { peerOf } from './peer.ts';

/** The origins that this installation is reached at: PUBLIC_URL, and outside production the loopback addresses too. */
export function trustedOrigins(): string[] {
  const { env } = runtime();
  const local = [`http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`];
  if (!env.PUBLIC_URL) return local;
  return env.IGNY8_ENV === 'production'
    ? [new URL(env.PUBLIC_URL).origin]
    : [new URL(env.PUBLIC_URL).origin, ...local];
}

/** How we tell better-auth the caller's address; set by us alone (handler.ts). */
export const ADDRESS_HEADER = 'x-igny8-address';

/** The caller's address: as the proxy in front of us saw it, the last hop, where there is one to believe; else the connection's. */
export function addressOf(headers: Headers): string | null {
  const said = runtime().env.TRUST_PROXY
    ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 100)
    : peerOf(headers);
  return said ? plain(said) : null;
}

/** An IPv4 address in the clothes of IPv6, as a server that listens on both sees it, is an IPv4 address. */
const plain = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;

/**
 * Refuses a state-changing request that another site may have sent with our cookie: Next.js checks the origin of Server
 * Actions only, so we check it here. Browsers send Origin with each such request. Throws 403.
 */
export function assertSameOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const foreign =
    origin === null || !trustedOrigins().includes(origin) || (site !== null && site !== 'same-origin');
  if (foreign) throw new DomainError('forbidden', 'This request did not come from our own pages.');
}

import ipaddr from 'ipaddr.js';
import { invalidField } from '../errors.ts';

// Public by its range, yet every Azure machine reaches its host's metadata service there.
const REFUSED = new Set(['168.63.129.16']);
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** True for an address that anybody on the internet may have: everything else (loopback, private, link-local, mapped, NAT64, tunnels) is not. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const parsed = ipaddr.process(bare);
  if (parsed.range() !== 'unicast' || REFUSED.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

const isLiteral = (hostname: string) => hostname.startsWith('[') || ipaddr.isValid(hostname);
const LOCAL_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|svc|test|invalid|onion|arpa)$/;

/**
 * Why a URL may not be called, or null when it may as far as the URL alone tells; the names that it resolves to are checked when
 * connecting. Spellings of addresses (2130706433, 0x7f.1, full-width digits) have become plain ones in the URL parser by then.
 */
export function urlFault(
  url: URL,
  options: { allowPrivate: boolean; ports?: readonly string[] },
): string | null {
  if (url.username !== '' || url.password !== '') return 'must not carry a user name or password';
  if (options.allowPrivate)
    return url.protocol === 'https:' || url.protocol === 'http:'
      ? null
      : 'must begin with https:// or http://';
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.port !== '' && !(options.ports ?? ['443']).includes(url.port)) return 'must use port 443';
  const hostname = url.hostname.toLowerCase().replace(/\.$/, '');
  if (isLiteral(hostname)) return isPublicAddress(hostname) ? null : 'is a private or link-local address';
  if (!hostname.includes('.') || LOCAL_NAMES.test(hostname)) return 'names a host of a private network';
  return null;
}

/**
 * Checks a base URL before it is stored: https on port 443 of a public host, no credentials, query or fragment; private hosts and
 * plain http where the deployment (or the sandbox) allows them. Throws invalid_field at `path`; returns the URL without a slash at its end.
 */
export function assertPublicUrl(value: string, options: { allowPrivate: boolean; path?: string }): string {
  const path = options.path ?? 'baseUrl';
  if (!URL.canParse(value)) throw invalidField(path, 'This is not a URL.');
  const url = new URL(value);
  const fault =
    urlFault(url, options) ??
    (url.search !== '' || url.hash !== '' ? 'must not have a query or fragment' : null);
  if (fault) throw invalidField(path, `The URL ${fault}.`);
  return url.href.replace(/\/+$/, '');
}

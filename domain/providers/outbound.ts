import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, buildConnector, request } from 'undici';
import { isPublicAddress, urlFault } from './address.ts';

/** How a call failed before or instead of an answer. `sent` says whether the other side may have received it. */
export type OutboundFault =
  | 'blocked'
  | 'connect'
  | 'lost'
  | 'timeout'
  | 'aborted'
  | 'redirect'
  | 'encoding'
  | 'too_large';

export class OutboundError extends Error {
  readonly fault: OutboundFault;
  readonly sent: boolean;
  constructor(fault: OutboundFault, message: string, options: { sent: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'OutboundError';
    this.fault = fault;
    this.sent = options.sent;
  }
}

export interface OutboundRequest {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** A key and the one origin that may see it: a URL of any other origin is called without it. */
  authorization?: { value: string; origin: string };
  body?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
  maxBytes?: number;
  allowPrivate?: boolean;
}
export interface OutboundResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const CONNECT_TIMEOUT_MS = 10_000;
const TOTAL_TIMEOUT_MS = 120_000;
const MAX_BYTES = 16 * 1024 * 1024;
const CREDENTIALS = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'api-key']);
const unzip = promisify(gunzip);

const blocked = (what: string) => new OutboundError('blocked', `The address ${what}.`, { sent: false });

type Lookup = (
  hostname: string,
  options: { all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** Resolves a name and refuses it as a whole when any of its addresses is not public; the connection uses these very addresses. */
const guardedLookup =
  (lookup: Lookup): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(blocked('resolves to a private or link-local address'), '', 0);
      if (options.all) return done(null, addresses);
      const [first] = addresses as [LookupAddress];
      return done(null, first.address, first.family);
    });
  };

/** Errors of the connection phase are marked, since nothing has been sent then. */
function connector(guard: boolean, lookup: Lookup): buildConnector.connector {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    allowH2: false,
    lookup: guard ? guardedLookup(lookup) : (lookup as LookupFunction),
  });
  return (options, done) => {
    // An address in place of a name never reaches the lookup, so it is checked here.
    const { hostname } = options;
    if (guard && (/^[\d.]+$/.test(hostname) || hostname.includes(':')) && !isPublicAddress(hostname))
      return done(blocked('is private or link-local'), null);
    connect(options, (error, socket) => {
      if (error)
        return done(
          error instanceof OutboundError
            ? error
            : new OutboundError('connect', `No connection to ${hostname}.`, { sent: false, cause: error }),
          null,
        );
      if (guard && !isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy();
        return done(blocked('led to a private or link-local address'), null);
      }
      return done(null, socket);
    });
  };
}

export interface Outbound {
  (request: OutboundRequest): Promise<OutboundResponse>;
  /** Closes the kept connections. */
  close(): Promise<void>;
}

/**
 * Everything that leaves for a provider goes through one of these: https to public addresses alone (checked in the URL, after
 * the lookup, and on the connection), no redirects, time and size limits, no encoding but gzip, keys to their own origin alone.
 */
export function createOutbound(options: { lookup?: Lookup; ports?: readonly string[] } = {}): Outbound {
  const lookup = options.lookup ?? (systemLookup as Lookup);
  const agent = (guard: boolean) =>
    new Agent({
      connections: 256,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: connector(guard, lookup),
    });
  const [guarded, open] = [agent(true), agent(false)];
  const call = (given: OutboundRequest) => send(given, given.allowPrivate ? open : guarded, options.ports);
  return Object.assign(call, {
    close: async () => void (await Promise.all([guarded.close(), open.close()])),
  });
}

/** The process's own. */
export const outbound = createOutbound();

async function send(
  given: OutboundRequest,
  dispatcher: Agent,
  ports: readonly string[] = ['443'],
): Promise<OutboundResponse> {
  if (!URL.canParse(given.url)) throw blocked('is not a URL');
  const url = new URL(given.url);
  const fault = urlFault(url, { allowPrivate: given.allowPrivate ?? false, ports });
  if (fault) throw blocked(fault);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort('timeout'), given.timeoutMs ?? TOTAL_TIMEOUT_MS);
  const onAbort = () => limit.abort('aborted');
  if (given.signal?.aborted) onAbort();
  given.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const answer = await request(url, {
      method: given.method ?? 'GET',
      headers: headersOf(given, url),
      body: given.body ?? null,
      dispatcher,
      signal: limit.signal,
    });
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
    );
    const refusal = refusalOf(answer.statusCode, headers, given.maxBytes ?? MAX_BYTES);
    if (refusal) {
      answer.body.on('error', () => undefined).destroy();
      throw refusal;
    }
    return {
      status: answer.statusCode,
      headers,
      body: await readAll(answer.body, headers['content-encoding'], given.maxBytes ?? MAX_BYTES),
    };
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    if (limit.signal.aborted) {
      const timedOut = limit.signal.reason === 'timeout';
      throw new OutboundError(
        timedOut ? 'timeout' : 'aborted',
        timedOut ? 'The provider did not answer in time.' : 'The call was given up.',
        {
          sent: true,
          cause: error,
        },
      );
    }
    throw new OutboundError('lost', 'The connection ended before the answer was complete.', {
      sent: true,
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    given.signal?.removeEventListener('abort', onAbort);
  }
}

function headersOf(given: OutboundRequest, url: URL): Record<string, string> {
  const plain = Object.entries(given.headers ?? {}).filter(([name]) => !CREDENTIALS.has(name.toLowerCase()));
  const mayAuthorize = given.authorization && new URL(given.authorization.origin).origin === url.origin;
  return {
    ...Object.fromEntries(plain),
    'accept-encoding': 'gzip, identity',
    ...(mayAuthorize ? { authorization: `Bearer ${given.authorization?.value}` } : {}),
  };
}

function refusalOf(status: number, headers: Record<string, string>, maxBytes: number): OutboundError | null {
  if (status >= 300 && status < 400)
    return new OutboundError('redirect', 'The provider answered with a redirect, which is refused.', {
      sent: true,
    });
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    return new OutboundError(
      'encoding',
      `The provider answered in the encoding ${encoding.slice(0, 20)}, which is refused.`,
      { sent: true },
    );
  if (Number(headers['content-length'] ?? 0) > maxBytes) return tooLarge(maxBytes);
  return null;
}

const tooLarge = (maxBytes: number) =>
  new OutboundError('too_large', `The answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`, {
    sent: true,
  });

async function readAll(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks);
  if (encoding !== 'gzip') return raw;
  return unzip(raw, { maxOutputLength: maxBytes }).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge(maxBytes)
      : new OutboundError('lost', 'The answer could not be unpacked.', { sent: true, cause });
  });
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import type { Clock } from '../domain/context.ts';
import type { Fault, Faults } from './faults.ts';
import type { Journal } from './journal.ts';

/** What the doubles share. */
export interface World {
  clock: Clock;
  faults: Faults;
  journal: Journal;
  /** Milliseconds before each generated answer, so that a person sees progress; 0 answers at once. */
  latencyMs: number;
  /** Origin of the sandbox itself, for the URLs that it hands out. */
  origin: () => string;
}

const BODY_CAP = 4 * 1024 * 1024;

export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_CAP) throw new Error('The request is too large for the sandbox.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body as JSON, or undefined when it is none. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const text = await readBody(req);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function sendJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  if (!res.hasHeader('x-request-id'))
    res.setHeader('x-request-id', `req_${randomUUID().replaceAll('-', '')}`);
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(value));
}

export const bearer = (req: IncomingMessage): string =>
  (/^Bearer\s+(.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '').trim();

/** Ends the connection without an answer. */
export const cut = (res: ServerResponse): void => void res.socket?.destroy();

/** Faults of the line rather than of the provider: before any work is done. True when the call ends here. */
export async function lineFault(res: ServerResponse, fault: Fault | null): Promise<boolean> {
  switch (fault?.kind) {
    case 'cut_before':
      cut(res);
      return true;
    case 'slow':
      await wait(fault.delayMs, undefined, { ref: false });
      return false;
    case 'redirect':
      res.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      return true;
    default:
      return false;
  }
}

/** Sends an answer whose work is done and billed, spoilt by the fault if there is one. */
export function deliver(res: ServerResponse, body: string, fault: Fault | null): void {
  if (fault?.kind === 'cut_after') {
    cut(res);
    return;
  }
  if (!res.hasHeader('x-request-id'))
    res.setHeader('x-request-id', `req_${randomUUID().replaceAll('-', '')}`);
  if (fault?.kind === 'brotli') {
    res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' });
    res.end(brotliCompressSync(body));
  } else if (fault?.kind === 'oversize') {
    res.writeHead(200, { 'content-type': 'application/json' });
    flood(res, 256);
  } else {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(fault?.kind === 'malformed_json' ? body.slice(0, body.length / 2) : body);
  }
}

/** Writes megabytes as long as the other side reads them. */
export function flood(res: ServerResponse, megabytes: number): void {
  const block = Buffer.alloc(1024 * 1024, 32);
  let left = megabytes;
  const more = () => {
    while (left > 0 && !res.destroyed) {
      left -= 1;
      if (!res.write(block)) return void res.once('drain', more);
    }
    res.end();
  };
  more();
}

export const pause = async (milliseconds: number): Promise<void> => {
  if (milliseconds > 0) await wait(milliseconds, undefined, { ref: false });
};

import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handleAuth } from '../../server/auth/handler.ts';
import { notePeers } from '../../server/auth/peer.ts';
import { ORIGIN, PASSWORD, useApi } from './world.ts';

const PER_ADDRESS = 50;

describe('sign-in attempts by the address of the connection', () => {
  const world = useApi();
  // As Next.js does: a handler gets the headers that the server's request has, and no socket.
  const server = createServer(async (incoming: IncomingMessage, outgoing) => {
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const sent = new Request(`${ORIGIN}${incoming.url}`, {
      method: 'POST',
      headers,
      body: new Uint8Array(await buffer(incoming)),
    });
    const answer = await handleAuth(sent, 'sign-in/email');
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  beforeAll(async () => {
    notePeers();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  const attempt = (
    localAddress: string,
    email: string,
    password: string,
    forged = '',
  ): Promise<{ status: number; body: unknown }> =>
    new Promise((resolve, reject) => {
      const forgeries = forged
        ? {
            'x-forwarded-for': forged,
            'x-real-ip': forged,
            'x-igny8-peer': forged,
            'x-igny8-address': forged,
          }
        : {};
      const headers = { origin: ORIGIN, 'content-type': 'application/json', ...forgeries };
      const { port } = server.address() as AddressInfo;
      request(
        { host: '127.0.0.1', path: '/api/auth/sign-in/email', port, localAddress, method: 'POST', headers },
        async (answer) => resolve({ status: answer.statusCode ?? 0, body: await json(answer) }),
      )
        .on('error', reject)
        .end(JSON.stringify({ email, password }));
    });

  it('checks fifty wrong ones of an address, whatever the caller says it is and whomever it tries, and leaves others alone', async () => {
    const guesses = Array.from({ length: PER_ADDRESS + 10 }, (_, n) =>
      attempt('127.0.0.2', `nobody${n}@example.com`, 'Wrong-Password-1', `203.0.113.${n}`),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status).sort();
    expect(statuses).toEqual([
      ...Array.from({ length: PER_ADDRESS }, () => 401),
      ...Array.from({ length: 10 }, () => 429),
    ]);
    expect(await attempt('127.0.0.2', 'owner@example.com', PASSWORD, '203.0.113.200')).toMatchObject({
      status: 429,
      body: { code: 'too_many_requests' },
    });
    expect((await attempt('127.0.0.3', 'owner@example.com', PASSWORD, '127.0.0.2')).status).toBe(200);
    const [session] = await world.owner.sql`select ip_address from sessions order by created_at desc limit 1`;
    expect(session?.['ip_address']).toBe('127.0.0.3');
  });

  it('does not count who gets it right: many people may share an address', async () => {
    for (let n = 0; n < PER_ADDRESS + 5; n++)
      expect((await attempt('127.0.0.4', 'editor@example.com', PASSWORD)).status).toBe(200);
  });
});

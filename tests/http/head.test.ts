import { describe, expect, it } from 'vitest';
import { prebuilt } from '../../server/http/prebuilt.ts';
import { route } from '../../server/http/route.ts';
import { ORIGIN, useApi } from './world.ts';

const contract = { operation: 'test', summary: '', tag: 'Test', access: 'signed_in' } as const;

// Next.js answers HEAD with the handler of GET and drops the body: whatever feeds it would go on for nobody.
describe('a HEAD request', () => {
  const world = useApi();
  const ask = (handler: ReturnType<typeof route>, method: string, headers: Record<string, string> = {}) =>
    handler(
      new Request(`${ORIGIN}/api/v1/test`, {
        method,
        headers: { authorization: `Bearer ${world.tokens.viewer}`, ...headers },
      }),
      {
        params: Promise.resolve({}),
      },
    );

  it('ends the stream that a GET would have read', async () => {
    const ended: string[] = [];
    const endless = route(
      contract,
      () =>
        new Response(new ReadableStream({ cancel: () => void ended.push('cancelled') }), {
          headers: { 'Content-Type': 'text/plain' },
        }),
    );
    expect((await ask(endless, 'GET')).body).not.toBeNull();
    expect(ended).toEqual([]);
    const head = await ask(endless, 'HEAD');
    expect(ended).toEqual(['cancelled']);
    expect([head.status, head.headers.get('content-type'), head.body]).toEqual([200, 'text/plain', null]);
  });

  it('has the headers of the GET, and is "not modified" like it', async () => {
    const value = { some: 'value' };
    const handler = route(contract, (_ctx, { request }) => prebuilt(value, request));
    const headersOf = (response: Response) =>
      Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'));
    const [get, head] = [await ask(handler, 'GET'), await ask(handler, 'HEAD')];
    expect(headersOf(head)).toEqual(headersOf(get));
    expect(head.body).toBeNull();
    expect((await ask(handler, 'HEAD', { 'if-none-match': `W/${get.headers.get('etag')}` })).status).toBe(
      304,
    );
  });
});

import { createServer as createHttp, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, hostileUrls } from '../../tests/hostile-urls.ts';
import { imageRequest } from '../../tests/providers.ts';
import { adapterFor } from './adapters/index.ts';
import { assertPublicUrl, isPublicAddress } from './address.ts';
import { createOutbound, type OutboundError } from './outbound.ts';

const KEY = 'sk-canary-0123456789';

/** Counts every connection, whatever is said on it. */
const sink = {
  hits: 0,
  server: createTcp((socket) => {
    sink.hits += 1;
    socket.destroy();
  }),
};
const seen: IncomingHttpHeaders[] = [];
const started: Server[] = [];

async function serve(handler: Parameters<typeof createHttp>[1]): Promise<string> {
  const server = createHttp(handler);
  started.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const fault = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: OutboundError) => error.fault,
  );

beforeAll(() => new Promise<void>((ready) => sink.server.listen(0, '::', ready)));
beforeEach(() => {
  sink.hits = 0;
  seen.length = 0;
});
afterAll(() => {
  sink.server.close();
  for (const server of started) server.close();
});
const sinkPort = () => (sink.server.address() as AddressInfo).port;

const lookup: NonNullable<Parameters<typeof createOutbound>[0]>['lookup'] = (hostname, _options, done) => {
  const addresses = HOSTILE_NAMES[hostname];
  if (addresses)
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  else done(Object.assign(new Error(`no such name: ${hostname}`), { code: 'ENOTFOUND' }), []);
};

describe('what leaves', () => {
  it('reaches the sink where private addresses are allowed, so that the count below means something', async () => {
    const open = createOutbound();
    expect(await fault(open({ url: `http://127.0.0.1:${sinkPort()}/`, allowPrivate: true }))).toBe('lost');
    expect(sink.hits).toBe(1);
    await open.close();
  });

  it('never reaches our own network by more than 150 spellings and names', async () => {
    const urls = hostileUrls(sinkPort());
    expect(new Set(urls).size).toBeGreaterThanOrEqual(150);
    // The sink's port is allowed here, so that the address alone decides.
    const guarded = createOutbound({ lookup, ports: ['443', String(sinkPort())] });
    const through: string[] = [];
    for (const url of urls) {
      const outcome = await fault(
        guarded({
          url,
          method: 'POST',
          body: '{}',
          authorization: { value: KEY, origin: 'https://api.openai.com' },
        }),
      );
      if (outcome !== 'blocked') through.push(`${outcome} ${url}`);
    }
    await guarded.close();
    expect(through).toEqual([]);
    expect(sink.hits).toBe(0);
  });

  it('is not fooled by a name that is public when checked and private when used', async () => {
    const answers = ['93.184.215.14', '127.0.0.1'];
    const rebinding: typeof lookup = (_hostname, _options, done) =>
      done(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]);
    await new Promise<void>((checked) => rebinding('rebind.example.com', { all: true }, () => checked()));
    const guarded = createOutbound({ lookup: rebinding, ports: [String(sinkPort())] });
    expect(await fault(guarded({ url: `https://rebind.example.com:${sinkPort()}/` }))).toBe('blocked');
    await guarded.close();
    expect(sink.hits).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
    const origin = await serve((_req, res) =>
      res.writeHead(status, { location: `http://127.0.0.1:${sinkPort()}/` }).end(),
    );
    const open = createOutbound();
    expect(
      await fault(
        open({
          url: origin,
          method: 'POST',
          body: '{}',
          allowPrivate: true,
          authorization: { value: KEY, origin },
        }),
      ),
    ).toBe('redirect');
    await open.close();
    expect(sink.hits).toBe(0);
  });

  it('shows the key to its own origin alone', async () => {
    const record: Parameters<typeof createHttp>[1] = (req, res) => {
      seen.push(req.headers);
      res.end('{}');
    };
    const [own, other] = [await serve(record), await serve(record)];
    const open = createOutbound();
    const headers = {
      authorization: `Bearer ${KEY}`,
      cookie: `key=${KEY}`,
      'x-api-key': KEY,
      'api-key': KEY,
      'Proxy-Authorization': KEY,
    };
    await open({ url: `${own}/v1`, allowPrivate: true, authorization: { value: KEY, origin: own } });
    await open({
      url: `${other}/v1`,
      allowPrivate: true,
      headers,
      authorization: { value: KEY, origin: own },
    });
    await open.close();
    expect(seen[0]?.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(seen[1])).not.toContain(KEY);
  });

  it('fetches a picture from where an answer says without the key', async () => {
    const elsewhere = await serve((req, res) => {
      seen.push(req.headers);
      res.end('x');
    });
    const provider = await serve(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      const [task] = JSON.parse(Buffer.concat(chunks).toString()) as { taskUUID: string }[];
      res.end(JSON.stringify({ data: [{ taskUUID: task?.taskUUID, imageURL: `${elsewhere}/image.png` }] }));
    });
    const call = {
      baseUrl: provider,
      secret: KEY,
      signal: new AbortController().signal,
      timeoutMs: 2_000,
      options: {},
      allowPrivate: true,
    };
    await adapterFor('runware').image?.generate(call, imageRequest());
    expect(seen).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain(KEY);
  });
});

describe('what comes back', () => {
  const open = createOutbound();
  afterAll(() => open.close());

  it.each(['br', 'deflate', 'zstd', 'gzip, br'])('is refused in the encoding %s', async (encoding) => {
    const url = await serve((_req, res) => res.writeHead(200, { 'content-encoding': encoding }).end('x'));
    expect(await fault(open({ url, allowPrivate: true }))).toBe('encoding');
  });

  it('is refused above the limit, said or unsaid, packed or not', async () => {
    const { gzipSync } = await import('node:zlib');
    const said = await serve((_req, res) =>
      res.writeHead(200, { 'content-length': 4_000_000_000 }).write('x'),
    );
    const unsaid = await serve((_req, res) => {
      const more = () => !res.destroyed && res.write(Buffer.alloc(65_536), () => setImmediate(more));
      more();
    });
    const bomb = await serve((_req, res) =>
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000))),
    );
    for (const url of [said, unsaid, bomb])
      expect(await fault(open({ url, allowPrivate: true, maxBytes: 1_000_000 }))).toBe('too_large');
  });

  it('is given up on time, and when the caller says so', async () => {
    const url = await serve(() => undefined);
    expect(await fault(open({ url, allowPrivate: true, timeoutMs: 50 }))).toBe('timeout');
    const caller = new AbortController();
    const pending = fault(open({ url, allowPrivate: true, signal: caller.signal }));
    caller.abort();
    expect(await pending).toBe('aborted');
    for (const server of started) server.closeAllConnections();
  });
});

describe('a base URL', () => {
  it.each([
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['https://gateway.example.com:443/openai', 'https://gateway.example.com/openai'],
    ['https://8.8.8.8/v1', 'https://8.8.8.8/v1'],
    ['https://[2606:4700:4700::1111]/v1', 'https://[2606:4700:4700::1111]/v1'],
  ])('may be %s', (given, kept) => {
    expect(assertPublicUrl(given, { allowPrivate: false })).toBe(kept);
  });

  it.each([
    'http://api.openai.com/v1',
    'https://api.openai.com:8443/v1',
    'https://u:p@api.openai.com',
    'https://127.0.0.1/v1',
    'https://localhost',
    'https://api.openai.com/v1?x=1',
    'https://api.openai.com/#x',
    'nothing',
  ])('may not be %s', (given) => {
    expect(() => assertPublicUrl(given, { allowPrivate: false, path: 'baseUrl' })).toThrow(
      expect.objectContaining({
        code: 'invalid_field',
        fields: [expect.objectContaining({ path: 'baseUrl' })],
      }),
    );
  });

  it('may be private where the deployment allows it, but still no file and no credentials', () => {
    expect(assertPublicUrl('http://127.0.0.1:4010/v1', { allowPrivate: true })).toBe(
      'http://127.0.0.1:4010/v1',
    );
    for (const given of ['file:///etc/passwd', 'http://u:p@10.0.0.1/'])
      expect(() => assertPublicUrl(given, { allowPrivate: true })).toThrow();
  });

  it('is public only as an address that anybody may have', () => {
    expect(['8.8.8.8', '2606:4700:4700::1111', '1.1.1.1'].every(isPublicAddress)).toBe(true);
    expect(Object.values(HOSTILE_NAMES).flat().filter(isPublicAddress)).toEqual([
      '93.184.215.14',
      '93.184.215.14',
    ]);
    expect(isPublicAddress('localhost')).toBe(false);
  });
});

import { availableParallelism } from 'node:os';
import { Pool } from 'undici';
import { ADMINISTRATOR, withProduct } from '../scripts/e2e.ts';

/** Options: --seconds 5 (per measurement), --connections 32, --rounds 3. */
const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
};
const SECONDS = option('seconds', 5);
const CONNECTIONS = option('connections', 32);
const ROUNDS = option('rounds', 3);
const OWNER = { email: 'owner@igny8.example', password: 'Owner-Password-1' };

interface Wanted {
  what: string;
  call(lane: number): Promise<void>;
}
interface Measured {
  times: number[];
  seconds: number;
}

/** One web process under the same load for each request in turn, several rounds over, so that a noisy machine is noisy for all. */
async function bench(origin: string): Promise<void> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = { method, path, headers: { ...headers, ...json }, body: body === undefined ? null : JSON.stringify(body) };
    const response = await pool.request(sent as Parameters<Pool['request']>[0]);
    const text = await response.body.text();
    if (response.statusCode >= 400) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`);
    return { headers: response.headers, text };
  };
  const signIn = async (person: object) => {
    const { headers } = await send('POST', '/api/auth/sign-in/email', { origin }, person);
    return {
      origin,
      cookie: [headers['set-cookie'] ?? []]
        .flat()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    };
  };
  const owner = await signIn(OWNER);
  const administrator = await signIn(ADMINISTRATOR);
  const made = await send('POST', '/api/v1/tokens', administrator, { name: 'Bench', scopes: ['read'] });
  const token = { authorization: `Bearer ${(JSON.parse(made.text) as { token: string }).token}` };
  const list = '/api/v1/system/ai-models';
  const known = { ...owner, 'if-none-match': String((await send('GET', list, owner)).headers['etag']) };
  const settings = await settingsOf(owner, send);

  const wanted: Wanted[] = [
    { what: 'bare Next.js handler', call: async () => void (await send('GET', '/api/health/live')) },
    { what: 'models list, session', call: async () => void (await send('GET', list, owner)) },
    { what: 'models list, token', call: async () => void (await send('GET', list, token)) },
    { what: 'models list, 304', call: async () => void (await send('GET', list, known)) },
    { what: 'settings update', call: settings },
  ];
  const all = new Map<string, Measured>(wanted.map(({ what }) => [what, { times: [], seconds: 0 }]));
  for (const { call } of wanted) await load(call, 1); // warm-up
  for (let round = 0; round < ROUNDS; round++) {
    for (const { what, call } of wanted) {
      const { times, seconds } = await load(call, SECONDS);
      const sums = all.get(what);
      sums?.times.push(...times);
      if (sums) sums.seconds += seconds;
    }
  }
  await pool.close();
  print(all);
}

async function load(call: Wanted['call'], seconds: number): Promise<Measured> {
  const times: number[] = [];
  const began = performance.now();
  const lane = async (n: number) => {
    while (performance.now() - began < seconds * 1_000) {
      const started = performance.now();
      await call(n);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, n) => lane(n)));
  return { times, seconds: (performance.now() - began) / 1_000 };
}

/** Each lane changes the settings of a site of its own, so that none is stale. */
async function settingsOf(
  owner: Record<string, string>,
  send: (...request: [string, string, Record<string, string>?, unknown?]) => Promise<{ headers: Record<string, unknown>; text: string }>,
) {
  const tags: string[] = [];
  const sites: string[] = [];
  for (let lane = 0; lane < CONNECTIONS; lane++) {
    const made = await send('POST', '/api/v1/sites', owner, { name: `Bench ${lane}`, domain: `bench${lane}.example` });
    sites.push((JSON.parse(made.text) as { id: string }).id);
    tags.push(String((await send('GET', `/api/v1/sites/${sites[lane]}/settings`, owner)).headers['etag']));
  }
  let count = 0;
  return async (lane: number) => {
    const body = { brand_instructions: `Change ${++count}` };
    const changed = await send('PATCH', `/api/v1/sites/${sites[lane]}/settings`, { ...owner, 'if-match': tags[lane] ?? '' }, body);
    tags[lane] = String(changed.headers['etag']);
  };
}

function print(all: ReadonlyMap<string, Measured>): void {
  const perSecond = ({ times, seconds }: Measured) => times.length / seconds;
  const bare = [...all.values()][0];
  console.log(
    `${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each, one web process, load from the same machine (${availableParallelism()} cores).`,
  );
  console.table(
    [...all].map(([what, measured]) => {
      const sorted = measured.times.sort((a, b) => a - b);
      const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
      const rate = perSecond(measured);
      return {
        what,
        'requests/s': Math.round(rate),
        'of bare': Number((rate / (bare ? perSecond(bare) : rate)).toFixed(2)),
        'p50 ms': at(0.5),
        'p99 ms': at(0.99),
      };
    }),
  );
}

await withProduct(async ({ E2E_URL = '' }) => bench(E2E_URL));

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { withTemporaryDatabase } from './credits/temporary.ts';
import type { Job, Outcome } from './models/load.ts';
import { type Served, withServer } from './models/server.ts';

/** Options: --seconds 2 (each in a round), --rounds 9, --connections 16. The load comes from a second process; each round measures all in turn. */
const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
};
const seconds = option('seconds', 2);
const rounds = option('rounds', 9);
const connections = option('connections', 16);

await withTemporaryDatabase((url) =>
  withServer(url, connections, async (served) => {
    const load = fork(join(import.meta.dirname, 'models', 'load.ts'));
    const run = async (job: Job): Promise<Outcome> => {
      load.send(job);
      const [outcome] = (await once(load, 'message')) as [Outcome];
      return outcome;
    };
    try {
      const jobs = await jobsFor(served);
      for (const job of Object.values(jobs)) await run({ ...job, seconds: 2 }); // warm
      const outcomes = Object.fromEntries(Object.keys(jobs).map((name) => [name, [] as Outcome[]]));
      for (let round = 0; round < rounds; round++)
        for (const [name, job] of Object.entries(jobs)) outcomes[name]?.push(await run(job));
      report(outcomes);
    } finally {
      load.disconnect();
    }
  }),
);

async function jobsFor({ origin, token, sites }: Served): Promise<Record<string, Job>> {
  const authorization = `Bearer ${token}`;
  const list = '/api/v1/system/ai-models/';
  const etag = (await fetch(origin + list, { headers: { authorization } })).headers.get('etag') ?? '';
  const common = { origin, connections, seconds };
  return {
    'bare Next.js handler': { ...common, path: '/api/health/live', headers: {} },
    'models list': { ...common, path: list, headers: { authorization } },
    'models list, unchanged (304)': {
      ...common,
      path: list,
      headers: { authorization, 'if-none-match': etag },
    },
    'settings update': {
      ...common,
      path: '',
      headers: { authorization },
      sites: sites.slice(0, connections),
    },
  };
}

function report(outcomes: Record<string, Outcome[]>): void {
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const rate = ({ requests, seconds: took }: Outcome) => requests / took;
  const bare = (outcomes['bare Next.js handler'] ?? []).map(rate);
  // Each round's own ratio, then the middle of them: what else the machine does slows a round as a whole.
  const ofBare = (all: Outcome[]) => middle(all.map((one, round) => rate(one) / (bare[round] ?? 1)));
  console.table(
    Object.entries(outcomes).map(([name, all]) => ({
      name,
      'requests/s': Math.round(middle(all.map(rate))),
      'of bare': Number(ofBare(all).toFixed(2)),
      'p50 ms': Number(middle(all.map((one) => one.p50)).toFixed(2)),
      'p99 ms': Number(middle(all.map((one) => one.p99)).toFixed(2)),
      answers: [...new Set(all.flatMap((one) => Object.keys(one.statuses)))].join(', '),
    })),
  );
  console.log(
    `The list at ${ofBare(outcomes['models list'] ?? []).toFixed(2)} of the bare handler (target 0.9), authentication on.`,
  );
}

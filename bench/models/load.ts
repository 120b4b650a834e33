import { Pool } from 'undici';

/** One measurement, as the parent process orders it. */
export interface Job {
  origin: string;
  path: string;
  headers: Record<string, string>;
  connections: number;
  seconds: number;
  /** Where set: PATCH instead of GET, each connection on a site of its own, with the version it last heard. */
  sites?: string[];
}
export interface Outcome {
  requests: number;
  seconds: number;
  p50: number;
  p99: number;
  /** Answers by status; anything but what was expected shows here. */
  statuses: Record<string, number>;
}

const TONES = ['neutral', 'friendly', 'professional', 'playful'];

/** Keeps every connection busy for the time given and notes each answer's latency in milliseconds. */
async function measure(job: Job): Promise<Outcome> {
  const pool = new Pool(job.origin, { connections: job.connections, pipelining: 1 });
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const started = performance.now();
  const until = started + job.seconds * 1000;
  const note = (status: number, since: number) => {
    latencies.push(performance.now() - since);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const reading = async () => {
    while (performance.now() < until) {
      const since = performance.now();
      const { statusCode, body } = await pool.request({
        path: job.path,
        method: 'GET',
        headers: job.headers,
      });
      await body.dump();
      note(statusCode, since);
    }
  };
  const writing = async (site: string) => {
    const path = `/api/v1/sites/${site}/settings`;
    const first = await pool.request({ path, method: 'GET', headers: job.headers });
    let { version } = (await first.body.json()) as { version: number };
    for (let n = 0; performance.now() < until; n++) {
      const since = performance.now();
      const headers = { ...job.headers, 'content-type': 'application/json', 'if-match': `"${version}"` };
      const { statusCode, body } = await pool.request({
        path,
        method: 'PATCH',
        headers,
        body: JSON.stringify({ tone: TONES[n % TONES.length], in_article_images: n % 5 }),
      });
      version = ((await body.json()) as { version: number }).version;
      note(statusCode, since);
    }
  };
  await Promise.all(job.sites ? job.sites.map(writing) : Array.from({ length: job.connections }, reading));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests: latencies.length, seconds, p50: at(0.5), p99: at(0.99), statuses };
}

process.on('message', (job: Job) => {
  measure(job).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

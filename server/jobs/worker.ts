import { hostname } from 'node:os';
import { PgBoss } from 'pg-boss';
import { APPLICATION_ROLE } from '#db/client.ts';
import { QUEUE_SCHEMA, RUN_QUEUE } from '#db/queue.ts';
import { workerGone, workerSeen } from '#domain/health/index.ts';
import { adapterFor } from '#domain/providers/index.ts';
import { createEngine, type Engine, EngineSettings, executeRun } from '#domain/runs/index.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { onNotify } from '../listen.ts';
import { media } from '../media.ts';
import { watchRegistry } from '../registry.ts';
import { runtime, systemContext } from '../runtime.ts';
import { scheduledTasks, startTasks } from './tasks.ts';

const STOP_AFTER_MS = 20_000;
const POLL_SECONDS = 2;
const SEEN_EVERY_MS = 10_000;

export interface Worker {
  /** Begins no new call, lets those under way end for up to 20 s, releases its runs to other workers, and ends. */
  stop(): Promise<void>;
}

/** Starts this process's worker: it executes runs from the queue and does the scheduled tasks. Any number may run beside it. */
export async function startWorker(): Promise<Worker> {
  const { env, log } = runtime();
  watchRegistry();
  const name = `${hostname()}:${process.pid}`;
  const engine = createEngine({
    ctx: systemContext('worker'),
    settings: EngineSettings.parse(JSON.parse(env.ENGINE_SETTINGS ?? '{}')),
    media: media(),
    adapter: adapterFor,
    log,
    name,
  });
  const stopping = new AbortController();
  const cancels = new Cancels();
  const boss = new PgBoss({
    connectionString: env.DATABASE_URL,
    options: `-c role=${APPLICATION_ROLE}`,
    application_name: 'igny8-jobs',
    schema: QUEUE_SCHEMA,
    migrate: false,
    schedule: false,
    reindex: false, // needs the owner of the tables, which the application is not
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    useListenNotify: true,
    max: 4,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'job queue'));
  await boss.start();
  for (let hand = 0; hand < engine.settings.runsAtOnce; hand += 1)
    await takeJobs(boss, (runId) => execute(engine, runId, stopping.signal, cancels));
  const worker = { name, version: packageFile.version, runsAtOnce: engine.settings.runsAtOnce };
  await workerSeen(engine.ctx, worker);
  const stopTasks = startTasks(engine, [
    ...scheduledTasks,
    { name: 'sign of life', everyMs: SEEN_EVERY_MS, run: ({ ctx }) => workerSeen(ctx, worker) },
  ]);
  log.info({ worker: name, atOnce: engine.settings.runsAtOnce }, 'worker started');
  return {
    stop: async () => {
      stopping.abort();
      stopTasks();
      await boss.stop({ graceful: true, timeout: STOP_AFTER_MS });
      cancels.stop();
      await workerGone(engine.ctx, name);
      log.info({ worker: name }, 'worker stopped');
    },
  };
}

/**
 * Takes jobs one after the other while there are any. Left to itself, pg-boss would rest after each job until an announcement or its
 * next poll: a backlog, and the jobs of dead workers, are announced by nobody.
 */
async function takeJobs(boss: PgBoss, work: (runId: string) => Promise<unknown>): Promise<void> {
  let id = '';
  id = await boss.work<{ runId: string }>(
    RUN_QUEUE,
    {
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: POLL_SECONDS,
      heartbeatRefreshSeconds: 5,
    },
    async ([job]) => {
      try {
        if (job) await work(job.data.runId);
      } finally {
        boss.notifyWorker(id);
      }
    },
  );
}

const execute = (engine: Engine, runId: string, stopping: AbortSignal, cancels: Cancels) =>
  executeRun(engine, runId, { stopping, onCancel: (id, cancel) => cancels.add(id, cancel) });

/** Hears of runs that are cancelled elsewhere while this process works on them. */
class Cancels {
  readonly #byRun = new Map<string, () => void>();
  readonly stop: () => void;

  constructor() {
    this.stop = onNotify('run_events', (payload) => {
      const [runId = '', status] = payload.split(' ');
      if (status === 'cancelled') this.#byRun.get(runId)?.();
    });
  }

  add(runId: string, cancel: () => void): () => void {
    this.#byRun.set(runId, cancel);
    return () => this.#byRun.delete(runId);
  }
}

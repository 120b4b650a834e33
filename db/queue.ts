import { PgBoss } from 'pg-boss';
import { APPLICATION_ROLE, connect } from './client.ts';

export const QUEUE_SCHEMA = 'jobs';
/** The queue whose jobs are runs; a job carries the run's id alone, everything else stands in the run's row. */
export const RUN_QUEUE = 'runs';

/**
 * Brings the job queue's own tables (schema `jobs`) to the shape that this version of pg-boss wants, and the queue of runs
 * with them. A worker that dies stops its heartbeat and its job comes back; how often a run is taken up is the run's own matter.
 */
export async function migrateQueue(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    registerInstance: false,
    max: 1,
  });
  boss.on('error', () => {}); // what fails here rejects the calls below
  await boss.start();
  try {
    // short: a run has at most one job waiting, whoever asks for it and however often
    const options = {
      retryLimit: 100,
      retryDelay: 1,
      heartbeatSeconds: 20,
      expireInSeconds: 86_399,
      deleteAfterSeconds: 3_600,
      notify: true,
    };
    if (await boss.getQueue(RUN_QUEUE)) await boss.updateQueue(RUN_QUEUE, options);
    else await boss.createQueue(RUN_QUEUE, { ...options, policy: 'short' });
  } finally {
    await boss.stop({ graceful: false });
  }
  const { sql, close } = connect(url, { max: 1, asOwner: true, name: 'igny8-migrate' });
  try {
    await sql.unsafe(`grant usage on schema ${QUEUE_SCHEMA} to ${APPLICATION_ROLE};
      grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${APPLICATION_ROLE};
      grant usage, select on all sequences in schema ${QUEUE_SCHEMA} to ${APPLICATION_ROLE};
      grant execute on all functions in schema ${QUEUE_SCHEMA} to ${APPLICATION_ROLE};`);
  } finally {
    await close();
  }
}

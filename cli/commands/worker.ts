import type { Command } from 'commander';
import { assertServing } from '#server/health.ts';
import { startWorker } from '#server/jobs/worker.ts';
import { runtime } from '#server/runtime.ts';

/** `worker`: executes runs and scheduled tasks until a signal; where it cannot serve (encryption keys, migrations) it takes no job but ends with the reason. Any number may run, on any machine that reaches the database. */
export function register(program: Command): void {
  program
    .command('worker')
    .description('execute AI runs and scheduled tasks until SIGINT or SIGTERM')
    .action(async () => {
      await assertServing();
      const worker = await startWorker();
      runtime().log.info('ready');
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      await worker.stop();
    });
}

import type { Command } from 'commander';
import { startWorker } from '#server/jobs/worker.ts';
import { runtime } from '#server/runtime.ts';
import type { Cli } from '../cli.ts';

/** `worker`: executes runs and scheduled tasks until a signal. Any number may run, on any machine that reaches the database. */
export function register(program: Command, cli: Cli): void {
  program
    .command('worker')
    .description('execute AI runs and scheduled tasks until SIGINT or SIGTERM')
    .action(async () => {
      cli.context();
      const worker = await startWorker();
      runtime().log.info('ready');
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      await worker.stop();
    });
}

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { uuidv7 } from 'uuidv7';
import {
  cancelRun,
  continueRun,
  getRun,
  listRuns,
  type Run,
  retryFailed,
  startRun,
} from '#domain/runs/index.ts';
import { type Cli, howMany, whole } from '../cli.ts';

/** `runs start|list|show|cancel|continue|retry`. */
export function register(program: Command, cli: Cli): void {
  const runs = program.command('runs').description('AI runs: start, watch, cancel');

  runs
    .command('start')
    .description('start an operation on a site; its input is JSON, from --input or standard input')
    .argument('<operation>', 'for example auto_cluster')
    .requiredOption('--site <id>', 'site id')
    .option('--input <json>', 'the input, camelCase; - reads standard input', '-')
    .option('--ceiling <credits>', 'spend at most this', whole)
    .option('--key <text>', 'idempotency key: the same key starts once')
    .action(
      async (operation: string, options: { site: string; input: string; ceiling?: number; key?: string }) => {
        const input: unknown = JSON.parse(options.input === '-' ? readFileSync(0, 'utf8') : options.input);
        const { ceiling, key = uuidv7() } = options;
        const run = await startRun(cli.context(), {
          siteId: options.site,
          operation,
          input,
          trigger: 'direct',
          idempotencyKey: key,
          ceiling,
        });
        cli.print({ id: run.id, status: run.status, quoteExpected: run.quoteExpected, ceiling: run.ceiling });
      },
    );

  runs
    .command('list')
    .description('the newest runs')
    .option('--site <id>', 'of one site')
    .option('--status <status>', 'queued, running, waiting, succeeded, partly_succeeded, failed or cancelled')
    .option('--limit <number>', 'how many, 200 at most', howMany, 20)
    .action(async (options: { site?: string; status?: Run['status']; limit: number }) => {
      const { data } = await listRuns(cli.context(), {
        siteId: options.site,
        status: options.status,
        limit: options.limit,
      });
      cli.print(
        data.map((run) => ({
          id: run.id,
          operation: run.operation,
          trigger: run.trigger,
          status: run.status,
          done: `${run.done}/${run.total}`,
          credits: run.creditsCharged,
          site: run.siteName,
          created: run.createdAt,
        })),
      );
    });

  runs
    .command('show')
    .description('one run with its receipt')
    .argument('<run>', 'run id')
    .action(async (id: string) => {
      const { steps, ...run } = await getRun(cli.context(), id);
      cli.printWith(
        { ...run },
        {
          steps: steps.map((step) => ({
            step: step.label,
            state: step.state,
            quoted: `${step.quote.expected} (at most ${step.quote.max})`,
            charged: step.creditsCharged,
            calls: step.attempts.length,
            error: step.errorMessage,
          })),
        },
      );
    });

  const act = (
    name: string,
    description: string,
    work: (id: string) => Promise<{ id: string; status: string }>,
  ) =>
    runs
      .command(name)
      .description(description)
      .argument('<run>', 'run id')
      .action(async (id: string) => {
        const run = await work(id);
        cli.print({ id: run.id, status: run.status });
      });
  act('cancel', 'cancel a run; what it holds goes back', (id) => cancelRun(cli.context(), id));
  act('retry', 'try again what failed', (id) => retryFailed(cli.context(), id));
  runs
    .command('continue')
    .description('let a run that stopped at its ceiling go on')
    .argument('<run>', 'run id')
    .argument('<ceiling>', 'credits that it may spend in all', whole)
    .action(async (id: string, ceiling: number) => {
      const run = await continueRun(cli.context(), id, ceiling);
      cli.print({ id: run.id, status: run.status, ceiling: run.ceiling });
    });
}

import type { Command } from 'commander';
import { listUsage, UsageQuery } from '#domain/credits/index.ts';
import type { Cli } from '../cli.ts';

/** `usage list`. */
export function register(program: Command, cli: Cli): void {
  const usage = program.command('usage').description('the usage log');

  usage
    .command('list')
    .description('the newest priced calls')
    .option('--limit <number>', 'rows, 200 at most', '10')
    .option('--account <id>', 'of one account')
    .option('--operation <name>', 'of one operation')
    .option('--run <id>', 'of one run')
    .action(async (options: { limit: string; account?: string; operation?: string; run?: string }) => {
      const query = UsageQuery.parse({
        limit: options.limit,
        accountId: options.account,
        operation: options.operation,
        runId: options.run,
      });
      const { data } = await listUsage(cli.context(), query);
      cli.print(
        data.map((row) => ({
          at: row.at.toISOString(),
          account: row.account,
          site: row.site,
          operation: row.operation,
          trigger: row.trigger,
          model: row.servedBy === row.model ? row.model : `${row.model} (served by ${row.servedBy})`,
          tokens: row.images === null ? (row.inputTokens ?? 0) + (row.outputTokens ?? 0) : null,
          images: row.images,
          credits: row.charged,
          cost_usd: row.providerCostUsd,
          outcome: row.outcome,
        })),
      );
    });
}

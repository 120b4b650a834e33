import type { Command } from 'commander';
import { listAccountCredits } from '#domain/credits/index.ts';
import { type Cli, howMany } from '../cli.ts';

/** `accounts list`. */
export function register(program: Command, cli: Cli): void {
  const accounts = program.command('accounts').description('customers and their credits');

  accounts
    .command('list')
    .description('accounts with what they own, hold and may spend, newest first')
    .option('--search <text>', 'in the name')
    .option('--limit <number>', 'how many, 200 at most', howMany, 50)
    .action(async (options: { search?: string; limit: number }) => {
      const { data } = await listAccountCredits(cli.context(), options);
      cli.print(
        data.map((row) => ({
          id: row.accountId,
          account: row.account,
          status: row.status,
          balance: row.balance,
          held: row.held,
          available: row.available,
          charged_30_days: row.charged30Days,
          low: row.isLow,
        })),
      );
    });
}

import type { Command } from 'commander';
import { uuidv7 } from 'uuidv7';
import { adjust, balance, grant, verifyBooks } from '#domain/credits/index.ts';
import { type Cli, isoDateOf, whole } from '../cli.ts';

/** `credits grant|adjust|balance|verify`. */
export function register(program: Command, cli: Cli): void {
  const credits = program.command('credits').description('balances, grants and the books');

  credits
    .command('balance')
    .description('what an account owns, holds and may spend')
    .argument('<account>', 'account id')
    .action(async (accountId: string) => cli.print({ ...(await balance(cli.context(), accountId)) }));

  credits
    .command('grant')
    .description('add credits to an account')
    .argument('<account>', 'account id')
    .argument('<amount>', 'credits, a whole number', whole)
    .requiredOption('--reason <text>', 'why, for the ledger and the audit log')
    .option('--expires <date>', 'when unspent credits of this grant end, ISO 8601', isoDateOf)
    .option('--priority <number>', 'spent first among grants that expire together: lower', whole, 0)
    .option('--key <text>', 'idempotency key: the same key grants once')
    .action(
      async (
        accountId: string,
        amount: number,
        options: { reason: string; expires?: Date; priority: number; key?: string },
      ) => {
        const { reason, expires = null, priority, key = uuidv7() } = options;
        cli.print({
          ...(await grant(cli.context(), { accountId, amount, reason, expiresAt: expires, priority, key })),
        });
      },
    );

  credits
    .command('adjust')
    .description('correct a balance up or down')
    .argument('<account>', 'account id')
    .argument('<amount>', 'credits to add, or negative to take (after --)', whole)
    .requiredOption('--reason <text>', 'why, for the ledger and the audit log')
    .option('--key <text>', 'idempotency key: the same key adjusts once')
    .action(async (accountId: string, amount: number, options: { reason: string; key?: string }) => {
      cli.print({
        ...(await adjust(cli.context(), {
          accountId,
          amount,
          reason: options.reason,
          key: options.key ?? uuidv7(),
        })),
      });
    });

  credits
    .command('verify')
    .description('recompute every balance and check every invariant; exit 1 with the rows at fault')
    .action(async () => {
      const { findings, ...proof } = await verifyBooks(cli.context());
      cli.print(proof.ok ? { ...proof } : findings.map((finding) => ({ ...finding })));
      if (!proof.ok) process.exitCode = 1;
    });
}

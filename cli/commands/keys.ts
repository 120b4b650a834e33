import type { Command } from 'commander';
import { abandonEncryptionKey, rotateEncryption } from '#domain/providers/index.ts';
import { migrationSecrets } from '#migration/index.ts';
import type { Cli } from '../cli.ts';

/** `keys rotate-encryption` and `keys abandon`. */
export function register(program: Command, cli: Cli): void {
  const keys = program.command('keys').description('the encryption of stored secrets');
  keys
    .command('rotate-encryption')
    .description(
      'seal every stored secret under the first key of ENCRYPTION_KEY; may be stopped and started again',
    )
    .option('--batch <number>', 'secrets a transaction', '100')
    .action(async (options: { batch: string }) => {
      const { moved, failed, removable } = await rotateEncryption(cli.context(), {
        batch: Math.max(1, Number(options.batch) || 100),
        elsewhere: [
          migrationSecrets, // goes with the migration
        ],
      });
      cli.print({
        moved,
        failed: failed.join(', ') || 'none',
        may_leave_encryption_key: removable.join(', ') || 'none',
      });
      if (failed.length > 0) process.exitCode = 1;
    });
  keys
    .command('abandon <id>')
    .description(
      'an encryption key is lost for good: wipe and revoke what it sealed, so that the secrets can be entered again',
    )
    .action(async (id: string) =>
      cli.print({ key: id, secrets_given_up: await abandonEncryptionKey(cli.context(), id) }),
    );
}

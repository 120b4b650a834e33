import type { Command } from 'commander';
import { examine } from '#domain/doctor/index.ts';
import type { Cli } from '../cli.ts';

/** `doctor`: ends with 1 when something is wrong. */
export function register(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('check every rule of the registry against the database and say what is wrong')
    .action(async () => {
      const findings = await examine(cli.context());
      cli.print(
        findings.map(({ rule, ok, problems }) => ({
          rule,
          ok: ok ? 'ok' : 'WRONG',
          problems: problems.join(' ') || null,
        })),
      );
      if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
    });
}

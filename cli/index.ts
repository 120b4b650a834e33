import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { ZodError } from 'zod';
import { openInstallation, runningInstallation } from '../scripts/installation.ts';
import { fromDatabase } from '../server/http/database-errors.ts';
import { type Cli, createCli } from './cli.ts';

type CommandFile = { register(program: Command, cli: Cli): void };

/** `npm run igny8 -- <command>`: works beside a running installation, on DATABASE_URL, or starts the embedded database for itself. */
async function main(): Promise<void> {
  const stop = await findInstallation();
  const cli = createCli();
  const program = new Command('igny8')
    .description('Models, keys, credits and runs of an IGNY8 Console, from a terminal.')
    .option('--json', 'print JSON instead of a table');
  program.hook('preAction', () => cli.setJson(program.opts<{ json?: boolean }>().json === true));
  const folder = join(import.meta.dirname, 'commands');
  for (const file of (await readdir(folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()) {
    const { register } = (await import(join(folder, file))) as CommandFile;
    register(program, cli);
  }
  try {
    await program.parseAsync();
  } finally {
    await cli.close();
    await stop();
  }
}

async function findInstallation(): Promise<() => Promise<void>> {
  if (process.env['DATABASE_URL'] && process.env['ENCRYPTION_KEY'] && process.env['SESSION_SECRET'])
    return async () => {};
  const running = await runningInstallation();
  const installation = running
    ? { environment: running.environment, stop: async () => {} }
    : await openInstallation();
  Object.assign(process.env, installation.environment);
  return async () => installation.stop();
}

function inWords(thrown: unknown): string {
  const error = fromDatabase(thrown); // a failed query's message lists its parameters
  if (error instanceof ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(inWords(error));
  process.exitCode = 1;
});

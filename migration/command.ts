import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Cli } from '#cli/cli.ts';
import { runtime } from '#server/runtime.ts';
import {
  applyPhase,
  type Done,
  type Fault,
  financialImpact,
  impactCsv,
  migrationStatus,
  type PhaseNumber,
  phaseNumber,
  planPhase,
  rollbackPhase,
  type SourceOptions,
  setLimit,
  sourcePlace,
  verifyPhase,
} from './index.ts';

interface Options {
  phase?: PhaseNumber;
  source?: string;
  constants?: string;
  maxChange?: number;
  test?: boolean;
  csv?: string | true;
}

/** `legacy inspect|plan|apply|verify|rollback|status|impact`: moving an earlier installation over. See migration/runbook.md. */
export function register(program: Command, cli: Cli): void {
  const legacy = program.command('legacy').description('move an earlier installation over, in seven phases');
  const read = (name: string, description: string) =>
    legacy
      .command(name)
      .description(description)
      .option(
        '--source <place>',
        'PostgreSQL URL, dumpdata file or archive; default LEGACY_SOURCE, or what was typed on the page',
      )
      .option(
        '--constants <file>',
        'JSON with the constants of the old code; default constants.json beside a dump',
      );
  const onPhase = (command: Command) =>
    command.requiredOption('--phase <number>', 'from 1 to 7', (text) => phaseNumber(Number(text)));

  read('inspect', 'read the source and tell every fault; changes nothing').action(
    async (options: Options) => {
      const report = await planPhase(cli.context(), 1, await sourceOptions(cli, options));
      const faults = report['faults'] as Fault[];
      cli.print(
        faults.map(({ severity, code, table, count, what, cure }) => ({
          severity,
          code,
          table,
          rows: count,
          what,
          cure,
        })),
      );
    },
  );

  read('plan', 'the whole effect of a phase, or of all; changes nothing')
    .option('--phase <number>', 'from 1 to 7; default all', (text) => phaseNumber(Number(text)))
    .action(async (options: Options) => {
      const lines = [];
      for (const phase of options.phase ? [options.phase] : ([1, 2, 3, 4, 5, 6, 7] as const)) {
        const { effects } = await planPhase(cli.context(), phase, await sourceOptions(cli, options));
        lines.push(...effects.map((effect) => ({ phase, ...effect })));
      }
      cli.print(lines);
    });

  onPhase(read('apply', 'apply one phase; the one before it must be verified'))
    .option(
      '--max-change <percent>',
      'phase 4: refuse when the history would change by more in total',
      percent,
    )
    .option('--test', 'phase 3: try the keys at their providers first')
    .action(async (options: Options & { phase: PhaseNumber }) => {
      if (options.maxChange !== undefined) await setLimit(cli.context(), options.maxChange);
      tell(cli, await applyPhase(cli.context(), options.phase, await sourceOptions(cli, options)));
    });

  onPhase(read('verify', 'check a phase that was applied; exit 1 when something is wrong')).action(
    async (options: Options & { phase: PhaseNumber }) => {
      const done = await verifyPhase(cli.context(), options.phase, await sourceOptions(cli, options));
      cli.print(done.findings.map(({ ok, what, detail }) => ({ ok: ok ? 'yes' : 'NO', what, detail })));
      if (done.state !== 'verified') process.exitCode = 1;
    },
  );

  onPhase(
    legacy.command('rollback').description('take one phase back; later ones must be taken back first'),
  ).action(async (options: { phase: PhaseNumber }) =>
    tell(cli, await rollbackPhase(cli.context(), options.phase)),
  );

  legacy
    .command('status')
    .description('where the migration stands')
    .action(async () => {
      const { phases } = await migrationStatus(cli.context(), runtime().env.LEGACY_SOURCE);
      const sum = (
        rows: { imported: number; merged: number; listed: number }[],
        name: 'imported' | 'merged' | 'listed',
      ) => rows.reduce((total, row) => total + row[name], 0);
      cli.print(
        phases.map(({ phase, title, state, rows, error, allowed }) => ({
          phase,
          title,
          state,
          imported: sum(rows, 'imported'),
          merged: sum(rows, 'merged'),
          listed: sum(rows, 'listed'),
          may: allowed.join(', '),
          error,
        })),
      );
    });

  legacy
    .command('impact')
    .description('the history priced by the new rules beside the old')
    .option('--csv [file]', 'as CSV, to a file or to standard output')
    .action(async (options: Options) => {
      const impact = await financialImpact(cli.context());
      if (options.csv === true) process.stdout.write(impactCsv(impact));
      else if (options.csv) await writeFile(options.csv, impactCsv(impact));
      else {
        const rows = (section: string, entries: typeof impact.accounts) =>
          entries.map((entry) => ({ section, ...entry }));
        const lines = [
          ...rows('total', [impact.total]),
          ...rows('account', impact.accounts),
          ...rows('operation', impact.operations),
          ...rows('model', impact.models),
        ];
        const unpriced = impact.unpriced.map(({ model, why, rows: count, oldCredits }) => ({
          model: model || '(none)',
          why,
          rows: count,
          oldCredits,
        }));
        cli.printWith({}, { lines, unpriced });
      }
    });
}

async function sourceOptions(cli: Cli, { source, constants, test }: Options): Promise<SourceOptions> {
  const { env } = runtime();
  return {
    source: source ?? (await sourcePlace(cli.context(), env.LEGACY_SOURCE)),
    constants,
    test,
    archiveFolder: env.LEGACY_ARCHIVE_DIR,
  };
}

function tell(cli: Cli, { phase, state, changed, effects }: Done): void {
  if (effects.length > 0) cli.print(effects.map((effect) => ({ ...effect })));
  else cli.print({ phase, state, changed: changed ? 'yes' : 'no, it was so already' });
}

function percent(text: string): number {
  const value = Number(text.replace(/%$/, ''));
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`"${text}" is not a whole number of percent; write it as 10%.`);
  return value;
}

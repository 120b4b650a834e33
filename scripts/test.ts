import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEndToEnd } from './e2e.ts';

interface Outcome {
  name: string;
  passed: number;
  failed: number;
}

const BIN = join('node_modules', '.bin');
const folder = mkdtempSync(join(tmpdir(), 'igny8-results-'));

/** `npm test`: every check of the project, cheapest first; all run, whatever fails. The last line counts over everything. */
async function main(): Promise<void> {
  const outcomes: Outcome[] = [
    check('routes', process.execPath, ['scripts/generate-routes.ts']),
    check('types', join(BIN, 'tsc'), ['-p', '.']),
    check('lint', join(BIN, 'biome'), ['check', '--error-on-warnings', '.']),
    check('architecture', join(BIN, 'depcruise'), [
      '--config',
      '.dependency-cruiser.mjs',
      'app',
      'cli',
      'client',
      'components',
      'contract',
      'db',
      'domain',
      'migration',
      'sandbox',
      'scripts',
      'server',
    ]),
    check('house rules', process.execPath, ['scripts/house-rules.ts']),
    check('the rest without the migration', process.execPath, ['scripts/without-migration.ts']),
    check('API description', process.execPath, ['scripts/lint-api.ts']),
    check('dead code', join(BIN, 'knip'), []),
    unitTests(),
    await endToEnd(),
  ];
  rmSync(folder, { recursive: true, force: true });
  console.log('');
  for (const { name, passed, failed } of outcomes)
    console.log(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed`);
  const sum = (of: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[of], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const result = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return result.status === 0;
}

function check(name: string, command: string, args: string[]): Outcome {
  console.log(`\n— ${name}`);
  const ok = run(command, args);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function unitTests(): Outcome {
  console.log('\n— unit and database tests');
  const file = join(folder, 'vitest.json');
  const ok = run(join(BIN, 'vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number })
    : { numPassedTests: 0, numFailedTests: 0 };
  return {
    name: 'unit and database tests',
    passed: report.numPassedTests,
    failed: ok ? report.numFailedTests : Math.max(1, report.numFailedTests),
  };
}

async function endToEnd(): Promise<Outcome> {
  console.log('\n— end-to-end tests on a production build');
  const file = join(folder, 'playwright.json');
  const ok = await runEndToEnd(process.argv.slice(2), { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const {
    expected = 0,
    flaky = 0,
    unexpected = 0,
  } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { stats: Record<string, number> }).stats
    : {};
  return {
    name: 'end-to-end tests',
    passed: expected + flaky,
    failed: ok ? unexpected : Math.max(1, unexpected),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});

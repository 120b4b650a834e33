import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

interface Report {
  testResults: { assertionResults: { status: string; title: string; failureMessages: string[] }[] }[];
}

/**
 * `npm run proofs [-- NAME …]`: runs in full what the ordinary suite runs at a size that fits a change (docs/proofs.md), one
 * after another, and prints a line for each. A proof is a test that takes its size from tests/proof-size.ts; its name is its
 * file's. Ends with 1 when one fails.
 */
function main(wanted: readonly string[]): void {
  const proofs = globSync('{tests,domain,migration}/**/*.test.ts')
    .filter((file) => readFileSync(file, 'utf8').includes('proofSize('))
    .map((file) => ({ file, name: basename(file, '.test.ts') }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const unknown = wanted.filter((name) => !proofs.some((proof) => proof.name === name));
  if (unknown.length > 0) {
    console.error(`No proof "${unknown[0]}". There are: ${proofs.map(({ name }) => name).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const chosen = proofs.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const outcomes = chosen.map(({ file, name }) => prove(file, name));
  const failed = outcomes.filter((ok) => !ok).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function prove(file: string, name: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'igny8-proof-'));
  const out = join(folder, 'report.json');
  const started = performance.now();
  const run = spawnSync(
    join('node_modules', '.bin', 'vitest'),
    ['run', file, '--reporter=json', `--outputFile=${out}`],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { PROOF_SIZE: '1', ...process.env } },
  );
  const seconds = Math.round((performance.now() - started) / 1000);
  const tests = existsSync(out)
    ? (JSON.parse(readFileSync(out, 'utf8')) as Report).testResults.flatMap((one) => one.assertionResults)
    : [];
  rmSync(folder, { recursive: true, force: true });
  const faults = tests.filter((test) => test.status === 'failed');
  const ok = run.status === 0 && tests.length > 0 && faults.length === 0;
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${name}: ${tests.length - faults.length} of ${tests.length} in ${seconds} s`,
  );
  for (const { title, failureMessages } of faults) console.log(`       ${title}: ${failureMessages[0]}`);
  if (!ok && faults.length === 0) console.log(`${run.stdout}\n${run.stderr}`);
  return ok;
}

main(process.argv.slice(2));

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Files outside of `migration/` that are there for it alone. */
const FILES = [
  'app/(console)/admin/migration',
  'app/api/v1/admin/migration',
  'app/api/v1/system/legacy-models',
  'bench/legacy.ts',
  'cli/commands/legacy.ts',
];
/** Lines of shared lists that name it. */
const LINES: Record<string, RegExp> = {
  'cli/commands/keys.ts': /migrationSecrets/,
  'components/shell/navigation.ts': /'\/admin\/migration'|\bIconTransfer\b/,
  'db/history.ts': /'migration', 'sql'/,
  'db/schema/index.ts': /migration\/schema/,
  'playwright.config.ts': /migration\/e2e/,
  'server/jobs/tasks.ts': /migrationTask/,
};
// Where it stays between runs, so that the type checker only looks at what has changed.
const COPY = join('node_modules', '.cache', 'without-migration');
const BUILD_INFO = join('node_modules', '.cache', 'without-migration.tsbuildinfo');

/** Takes the migration out of a scratch copy, as migration/README.md says, and type-checks the rest: nothing else may need it. */
function main(): void {
  rmSync(COPY, { recursive: true, force: true });
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' });
  for (const file of listed.split('\n').filter((name) => name !== '' && existsSync(name))) {
    if (file.startsWith('migration/') || FILES.some((hook) => file === hook || file.startsWith(`${hook}/`)))
      continue;
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(file, join(COPY, file));
  }
  for (const [file, pattern] of Object.entries(LINES)) takeOut(join(COPY, file), pattern);
  const generator = join('scripts', 'generate-routes.ts');
  if (existsSync(generator)) execFileSync(process.execPath, [resolve(generator)], { cwd: COPY });
  const tsc = join('node_modules', '.bin', 'tsc');
  const checked = spawnSync(tsc, ['-p', COPY, '--incremental', '--tsBuildInfoFile', BUILD_INFO], {
    stdio: 'inherit',
  });
  if (checked.status !== 0) process.exit(1);
  rmSync(COPY, { recursive: true });
  console.log('The rest stands without the migration.');
}

function takeOut(file: string, pattern: RegExp): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  const kept = lines.filter((line) => !pattern.test(line));
  if (kept.length === lines.length) throw new Error(`${file} does not name the migration any more.`);
  writeFileSync(file, kept.join('\n'));
}

main();

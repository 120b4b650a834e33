import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = [
  'app',
  'client',
  'components',
  'contract',
  'db',
  'domain',
  'server',
  'public',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];

/** Builds the web application when its sources have changed since the last build. Throws when the build fails. */
export async function buildWhenStale(): Promise<void> {
  execFileSync(process.execPath, ['scripts/generate-routes.ts'], { stdio: 'inherit' });
  const marker = join(process.env['NEXT_DIST_DIR'] ?? '.next', 'built-from');
  const sources = await fingerprint();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === sources) return;
  console.error('Building the web application …');
  const built = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (built.status !== 0)
    throw new Error('The web application could not be built; what next build said stands above.');
  writeFileSync(marker, sources);
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES.filter((path) => existsSync(path))) {
    const files = statSync(source).isDirectory()
      ? (await readdir(source, { recursive: true })).map((file) => join(source, file)).sort()
      : [source];
    for (const file of files) {
      if (file.includes('.test.') || !statSync(file).isFile()) continue;
      hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

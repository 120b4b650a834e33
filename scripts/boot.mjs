// Starts a script of this project on a fresh clone, with nothing but Node's own modules (Node 20 or newer):
// installs what package-lock.json names when it is missing or has changed, then goes on with the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, 'node_modules', '.installed');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lock) {
  console.error('Installing packages (once, and again when package-lock.json changes) …');
  // Not `npm ci`: it refuses a lock file that lacks the binaries of platforms that a registry mirror does not carry.
  const installed = spawnSync(
    'npm',
    [
      'install',
      '--no-save',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NODE_ENV: 'development' },
    },
  );
  if (installed.status !== 0) process.exit(installed.status ?? 1);
  writeFileSync(marker, lock);
}

const pinned = join(root, 'node_modules', '.bin', 'node');
const current = Number(process.versions.node.split('.')[0]) >= 24;
if (!current && !existsSync(pinned)) {
  console.error(
    `This needs Node 24 or newer; here is ${process.version}, and the packaged Node is not made for ${process.platform}-${process.arch}.`,
  );
  process.exit(1);
}
const [script, ...args] = process.argv.slice(2);
const child = spawn(
  current ? process.execPath : pinned,
  ['--disable-warning=ExperimentalWarning', join(root, script), ...args],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal) console.error(`${script} was ended by ${signal}.`);
  process.exit(code ?? 1);
});

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/**
 * The path of a Chromium for the browser tests: CHROMIUM_PATH, one that is on the machine, else Playwright's own download,
 * else the system's package. Throws and says what to do when none can be had.
 */
export function findOrInstallChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  const found = [given, ...KNOWN, chromium.executablePath()].find((path) => path && existsSync(path));
  if (found) return found;
  console.error('Installing a browser for the end-to-end tests (once) …');
  const downloaded = spawnSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'install', 'chromium'],
    {
      stdio: ['ignore', 2, 2],
      timeout: 300_000,
    },
  );
  if (downloaded.status === 0 && existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] });
    execFileSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'],
      {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    );
  }
  const installed = KNOWN.find((path) => existsSync(path));
  if (!installed)
    throw new Error('No Chromium could be found or installed. Install one and set CHROMIUM_PATH to it.');
  return installed;
}

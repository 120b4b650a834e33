import { defineConfig } from '@playwright/test';

/** Browser tests against the product that scripts/e2e.ts has started; `npm run e2e -- e2e/models.spec.ts` runs one file. */
export default defineConfig({
  projects: [
    { testDir: './e2e' },
    { testDir: './migration/e2e' }, // goes with the migration
  ],
  outputDir: './test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1, // one product with one clock and one demonstration account
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    actionTimeout: 20_000, // what cannot be reached fails soon, not at the end of a long test
    baseURL: process.env['E2E_URL'] ?? 'http://localhost:3000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

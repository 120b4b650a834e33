import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '../server/http/openapi.ts';

/** Lints the OpenAPI document that the handlers describe. */
const folder = mkdtempSync(join(tmpdir(), 'igny8-openapi-'));
const file = join(folder, 'openapi.json');
writeFileSync(file, JSON.stringify(await openApiDocument()));
const linted = spawnSync(join('node_modules', '.bin', 'redocly'), ['lint', file], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
});
rmSync(folder, { recursive: true, force: true });
process.exit(linted.status ?? 1);

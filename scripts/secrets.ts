import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Secrets {
  ENCRYPTION_KEY: string;
  SESSION_SECRET: string;
}

/**
 * The secrets of this installation: from the environment, else (outside production) made once and kept in
 * `folder/secrets.json`, readable by its owner alone. In production a missing one stops the start, by name.
 */
export async function installationSecrets(
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Secrets> {
  const given = { ENCRYPTION_KEY: env['ENCRYPTION_KEY'], SESSION_SECRET: env['SESSION_SECRET'] };
  const missing = Object.entries(given)
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (missing.length === 0) return given as Secrets;
  if (env['IGNY8_ENV'] === 'production') {
    throw new Error(
      `In production ${missing.join(' and ')} must be set. ENCRYPTION_KEY is "id:base64 of 32 random bytes" (openssl rand -base64 32), SESSION_SECRET 32 characters or more. Keep both apart from the database's backups.`,
    );
  }
  const kept = await keptSecrets(join(folder, 'secrets.json'));
  return {
    ENCRYPTION_KEY: given.ENCRYPTION_KEY || kept.ENCRYPTION_KEY,
    SESSION_SECRET: given.SESSION_SECRET || kept.SESSION_SECRET,
  };
}

async function keptSecrets(file: string): Promise<Secrets> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Secrets;
  const made = {
    ENCRYPTION_KEY: `local:${randomBytes(32).toString('base64')}`,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
  };
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

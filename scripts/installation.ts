import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedDatabase, startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { installationSecrets } from './secrets.ts';

/** What a started installation leaves for the command line beside it: where the database and the sandbox are. */
interface Running {
  pid: number;
  url: string;
  environment: Record<string, string>;
}

export interface Installation {
  /** Environment of every process of this installation: database, secrets, folders. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Folder of everything this installation keeps outside a given database: DATA_DIR, else `.data` in the clone. */
export const dataFolder = () => process.env['DATA_DIR'] ?? '.data';

const runningFile = () => join(dataFolder(), 'running.json');

/** The installation that `npm start` or `npm run dev` runs from this folder now, or null. */
export async function runningInstallation(): Promise<Running | null> {
  if (!existsSync(runningFile())) return null;
  const running = JSON.parse(await readFile(runningFile(), 'utf8')) as Running;
  return isAlive(running.pid) ? running : null;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // there, but not ours
  }
}

/** Tells the command line where this process's installation is. Removed by `forget`. */
export async function announce(
  url: string,
  environment: Record<string, string>,
): Promise<() => Promise<void>> {
  await writeFile(runningFile(), JSON.stringify({ pid: process.pid, url, environment } satisfies Running), {
    mode: 0o600,
  });
  return () => rm(runningFile(), { force: true });
}

/** Starts the database (DATABASE_URL, else the embedded one), migrates it, and finds or makes the secrets. */
export async function openInstallation(databaseFlags: string[] = []): Promise<Installation> {
  const folder = dataFolder();
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const secrets = await installationSecrets(folder);
  const given = process.env['DATABASE_URL'];
  const embedded: EmbeddedDatabase | null = given
    ? null
    : await startEmbedded(join(folder, 'postgres'), databaseFlags);
  const url = given ?? embedded?.url ?? '';
  try {
    await migrate(url);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return {
    environment: {
      DATABASE_URL: url,
      MEDIA_DIR: process.env['MEDIA_DIR'] ?? join(folder, 'media'),
      ...secrets,
    },
    stop: async () => embedded?.stop(),
  };
}

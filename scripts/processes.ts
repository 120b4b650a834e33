import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export interface Child {
  name: string;
  process: ChildProcess;
  ended: Promise<string>;
}

/** Starts a Node script of the project as a child that writes to our own output. */
export function startChild(name: string, args: string[], env: NodeJS.ProcessEnv): Child {
  return startCommand(name, process.execPath, ['--disable-warning=ExperimentalWarning', ...args], env);
}

/** Starts any command, its output on ours. */
export function startCommand(name: string, command: string, args: string[], env: NodeJS.ProcessEnv): Child {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    detached: true, // Ctrl-C reaches the whole foreground group; children are stopped in order, by us
  });
  const ended = once(child, 'exit').then(([code, signal]) => `${name} ended (${signal ?? `exit ${code}`})`);
  return { name, process: child, ended };
}

/** Asks the child to end, waits, and kills it when it has not ended after 25 s. */
export async function stopChild(child: Child): Promise<void> {
  if (child.process.exitCode !== null || child.process.signalCode !== null) return;
  child.process.kill('SIGTERM');
  const late = new AbortController();
  const killed = pause(25_000, undefined, { signal: late.signal }).then(
    () => child.process.kill('SIGKILL'),
    () => false,
  );
  await child.ended;
  late.abort();
  await killed;
}

/** Resolves when the URL answers 200; rejects after `seconds`, or at once when `failed` settles. */
export async function waitUntilReady(url: string, failed: Promise<string>, seconds = 60): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  const broken = failed.then((why) => Promise.reject(new Error(why)));
  const answering = async () => {
    while (performance.now() < deadline) {
      const response = await fetch(url).catch(() => null); // not listening yet
      if (response?.ok) return;
      await pause(50);
    }
    throw new Error(`No answer from ${url} within ${seconds} s.`);
  };
  await Promise.race([answering(), broken]);
}

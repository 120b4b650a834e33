import { readFileSync, statSync } from 'node:fs';
import type { Clock } from '../domain/context.ts';

/** The machine's own time: the one place where the program reads the wall. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that a file moves: it holds an ISO time, and time runs on from there since the file was written.
 * No file, or an empty one: the machine's own time. Web, worker and sandbox share the file, so they move together.
 */
export function fileClock(path: string): Clock {
  let writtenAt = -1;
  let offset = 0;
  const refresh = () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if ((stat?.mtimeMs ?? 0) === writtenAt) return;
    writtenAt = stat?.mtimeMs ?? 0;
    const text = stat ? readFileSync(path, 'utf8').trim() : '';
    offset = text === '' ? 0 : new Date(text).getTime() - writtenAt;
  };
  return {
    now: () => {
      refresh();
      return new Date(systemClock.now().getTime() + offset);
    },
  };
}
